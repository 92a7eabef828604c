// The browser's own reader of bar and QR codes, where there is one.
type Found = { rawValue: string }
export type Detector = { detect: (source: HTMLVideoElement) => Promise<Found[]> }
type DetectorClass = new () => Detector

const own = (): DetectorClass | undefined => (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector

export const canScan = (): boolean => own() !== undefined && Boolean(navigator.mediaDevices?.getUserMedia)

export const newDetector = (): Detector | null => {
  const Known = own()
  return Known ? new Known() : null
}
