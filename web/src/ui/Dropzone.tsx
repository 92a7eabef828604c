// A place to drop a file on.
import { Upload } from 'antd'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import css from './Dropzone.module.css'
import { Icon } from './icons/Icon'

type Props = {
  onFiles: (files: File[]) => void
  /** For example ".xlsx,.csv". */
  accept?: string
  maxBytes?: number
  multiple?: boolean
  disabled?: boolean
  text?: string
  compact?: boolean
}

export function Dropzone({ onFiles, accept, maxBytes, multiple = false, disabled = false, text, compact }: Props) {
  const t = useText('common')
  const f = useFormat()
  const kinds = accept
    ?.split(',')
    .map((a) => a.replace('.', '').toUpperCase())
    .join(' · ')
  return (
    <Upload.Dragger
      className={[css.zone, compact ? css.compact : ''].join(' ')}
      {...(accept ? { accept } : {})}
      multiple={multiple}
      disabled={disabled}
      showUploadList={false}
      beforeUpload={(file, all) => {
        if (file === all[all.length - 1]) onFiles(all)
        return false
      }}
    >
      <Icon name="upload" size={compact ? 16 : 20} style={{ color: 'var(--t3)' }} />
      <div>{text ?? t('dropHere')}</div>
      {kinds && maxBytes && <div className="caption">{t('dropHint', { kinds, size: f.bytes(maxBytes) })}</div>}
    </Upload.Dragger>
  )
}
