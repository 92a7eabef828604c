// A button that opens the system's own choice of files; on a phone that is camera, pictures and files.
import { useRef } from 'react'
import { IconButton } from './Button'
import type { IconName } from './icons/Icon'

type Props = { icon: IconName; label: string; size?: 'small' | 'normal' | 'large'; onFiles: (files: File[]) => void }

export function FilePick({ icon, label, size = 'normal', onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton icon={icon} label={label} size={size} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        onChange={(e) => {
          const chosen = [...(e.target.files ?? [])]
          e.target.value = '' // the same file may be chosen again
          if (chosen.length) onFiles(chosen)
        }}
      />
    </>
  )
}
