// Recovery codes, shown once: copied or saved before one goes on.
import { copyText } from '@/core/clipboard'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import css from './security.module.css'

export function RecoveryCodes({ codes, done, go }: { codes: string[]; done: () => void; go?: string }) {
  const t = useText('security')
  const save = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([codes.join('\n') + '\n'], { type: 'text/plain' }))
    link.download = `${t('codes.file')}.txt`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  const copy = async () => {
    if (await copyText(codes.join('\n'))) toast({ text: t('codes.copied') })
  }
  return (
    <div className={css.codes} role="status">
      <b>{t('codes.title')}</b>
      <p className="t2">{t('codes.why')}</p>
      <ol className={css.list} aria-label={t('codes.title')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p className={css.once}>{t('codes.once')}</p>
      <div className={css.row}>
        <Button icon="copy" onClick={() => void copy()}>
          {t('codes.copy')}
        </Button>
        <Button icon="export" onClick={save}>
          {t('codes.save')}
        </Button>
        <Button look="primary" onClick={done}>
          {go ?? t('codes.kept')}
        </Button>
      </div>
    </div>
  )
}
