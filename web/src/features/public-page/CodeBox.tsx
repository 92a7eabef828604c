// Below an address that has to be shown: a letter is asked for, its code typed.
import { useId } from 'react'
import type { MailCode } from './mailCode'
import { isEmpty } from './model'
import css from './PublicPage.module.css'
import { useWords } from './words'

export function CodeBox({ state, address }: { state: MailCode; address: unknown }) {
  const { t } = useWords()
  const id = useId()
  const label = state.wait > 0 ? t('codeWait', { seconds: state.wait }) : t(state.sentTo ? 'codeAgain' : 'codeSend')
  return (
    <div className={css.code}>
      <div className={css.codeLine}>
        <input
          className={css.box}
          value={state.code}
          onChange={(e) => state.put(e.target.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          placeholder={t('code')}
          aria-label={t('code')}
          aria-describedby={`${id}s`}
        />
        <button
          type="button"
          className={css.back}
          disabled={state.busy || state.wait > 0 || isEmpty(address)}
          aria-busy={state.busy}
          onClick={() => void state.ask()}
        >
          {label}
        </button>
      </div>
      <span id={`${id}s`} role="status" className={state.error ? css.error : css.hint}>
        {state.error || (state.sentTo ? t('codeSent', { address: state.sentTo }) : t('codeWhy'))}
      </span>
    </div>
  )
}
