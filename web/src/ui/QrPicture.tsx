// A text as a QR code, dark on white in both palettes so that every reader takes it. Loaded when first needed.
import { QRCode as AntQRCode } from 'antd'

export default function QrPicture({ text, size = 112 }: { text: string; size?: number }) {
  return (
    <AntQRCode value={text} size={size} type="svg" bordered={false} color="#10232a" bgColor="#ffffff" marginSize={2} />
  )
}
