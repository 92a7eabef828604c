// Under the box: the value and its type, or what is wrong with the part of the line where it is.
import type { Verdict } from '@/core/formula/checking'
import { around } from '@/core/formula/completing'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import css from './FormulaEditor.module.css'
import { typeWords } from './words'

type Props = { id: string; text: string; verdict: Verdict | undefined; tried: boolean }

export function Outcome({ id, text, verdict, tried }: Props) {
  const wrong = verdict?.wrong
  return (
    <div id={id} className={css.outcome} aria-live="polite">
      {wrong && <Mistake text={text} offset={wrong.offset} length={wrong.length} detail={wrong.detail} />}
      {wrong && wrong.near.length > 0 && <Near names={wrong.near} />}
      {verdict?.checked && <Result verdict={verdict} tried={tried} />}
    </div>
  )
}

function Mistake({ text, offset, length, detail }: { text: string; offset: number; length: number; detail: string }) {
  const [before, part, after] = around(text, offset, length)
  return (
    <>
      <code className={css.line}>
        {before}
        <mark className={css.mark}>{part || '\u00a0'}</mark>
        {after}
      </code>
      <span className={css.wrong}>{detail}</span>
    </>
  )
}

function Near({ names }: { names: string[] }) {
  const t = useText('formula')
  return <span className="caption">{t('near', { names: names.join(' · ') })}</span>
}

function Result({ verdict, tried }: { verdict: Verdict; tried: boolean }) {
  const t = useText('formula')
  const f = useFormat()
  const { type = '', value, error, volatile } = verdict.checked ?? {}
  const shown = (): string => {
    if (typeof value === 'number') return f.number(value, 6)
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (value === null || value === undefined) return t('nothing')
    return type === 'datetime' ? f.exact(String(value)) : String(value)
  }
  return (
    <span className={css.result}>
      <span className="t3">{typeWords(t, type)}</span>
      {tried && (error ? <b className={css.wrong}>{error}</b> : <b>{shown()}</b>)}
      {volatile === 'day' && <span className="caption">{t('daily')}</span>}
    </span>
  )
}
