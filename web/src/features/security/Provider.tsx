// The provider of sign-ins as the server's settings name it, with the address to be registered there.
import { copyText } from '@/core/clipboard'
import { toast } from '@/core/toasts'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import type { Rules } from './security'
import css from './security.module.css'

export function Provider({ outside }: { outside: Rules['outside'] }) {
  const t = useText('security')
  const copy = async (text: string) => {
    if (await copyText(text)) toast({ text: t('codes.copied') })
  }
  return (
    <div className={settings.block}>
      <h2>{t('rules.outside')}</h2>
      {outside === null ? (
        <p className="t2">{t('rules.none')}</p>
      ) : (
        <dl className={css.facts}>
          <dt>{t('rules.issuer')}</dt>
          <dd>
            <b>{outside.label}</b> <span className="t2">{outside.issuer}</span>
          </dd>
          <dt>{t('rules.client')}</dt>
          <dd>{outside.client_id}</dd>
          <dt>{t('rules.redirect')}</dt>
          <dd>
            <code>{outside.redirect_uri}</code>{' '}
            <Button size="small" look="text" icon="copy" onClick={() => void copy(outside.redirect_uri)}>
              {t('rules.copy')}
            </Button>
          </dd>
          <dt>{t('rules.claim')}</dt>
          <dd>{outside.account_claim ?? t('rules.byMail')}</dd>
          <dt>{t('rules.create')}</dt>
          <dd>{t(`rules.creates.${outside.create}`)}</dd>
        </dl>
      )}
    </div>
  )
}
