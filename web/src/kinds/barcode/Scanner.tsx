// The camera's picture until a code is read in it. Loaded when first needed.
import { useEffect, useRef, useState } from 'react'
import { useText } from '@/i18n'
import { FieldError, Modal } from '@/ui'
import css from '../kinds.module.css'
import { newDetector } from './detector'

type Props = { onFound: (text: string) => void; onClose: () => void }

const EVERY = 200

export default function Scanner({ onFound, onClose }: Props) {
  const t = useText('fields')
  const video = useRef<HTMLVideoElement>(null)
  const [refused, setRefused] = useState(false)
  const found = useRef(onFound)
  found.current = onFound
  useEffect(() => {
    const detector = newDetector()
    let stream: MediaStream | undefined
    let timer = 0
    let over = false
    const look = async () => {
      const picture = video.current
      if (over || !picture || !detector) return
      const codes = picture.readyState >= 2 ? await detector.detect(picture).catch(() => []) : []
      const text = codes[0]?.rawValue
      if (text) found.current(text)
      else timer = window.setTimeout(() => void look(), EVERY)
    }
    const start = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
        if (over || !video.current) return stream.getTracks().forEach((track) => track.stop())
        video.current.srcObject = stream
        await video.current.play()
        void look()
      } catch {
        setRefused(true)
      }
    }
    void start()
    return () => {
      over = true
      window.clearTimeout(timer)
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [])
  return (
    <Modal open onClose={onClose} title={t('scan')}>
      {refused ? (
        <FieldError>{t('noCamera')}</FieldError>
      ) : (
        <video ref={video} className={css.video} muted playsInline />
      )}
    </Modal>
  )
}
