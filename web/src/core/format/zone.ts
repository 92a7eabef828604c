// The workspace's time zone: days are days there, whatever the browser's clock says.
import { create } from 'zustand'

type Zone = { zone: string; setZone: (zone: string) => void }

export const useZone = create<Zone>()((set) => ({
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  setZone: (zone) => set({ zone }),
}))
