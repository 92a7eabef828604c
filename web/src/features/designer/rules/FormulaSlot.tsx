// A formula as a word of the sentence: pressing it opens the editor; it gives yes or no.
import { lazy, Suspense, useState } from 'react'
import { useVerdict } from '@/core/formula/checking'
import { useText } from '@/i18n'
import { Button, Popover, TextArea } from '@/ui'
import { useBench } from '../sight'
import css from '../parts/Slot.module.css'

const FormulaEditor = lazy(() => import('@/features/formula/FormulaEditor').then((m) => ({ default: m.FormulaEditor })))

type Props = { value: string | null | undefined; onChange: (formula: string | null) => void }

export function FormulaSlot({ value, onChange }: Props) {
  const t = useText('designer')
  const { form, inForce } = useBench()
  const [open, setOpen] = useState(false)
  const text = value ?? ''
  // Published fields are told by their labels.
  const verdict = useVerdict({ form: form.key, text: inForce === null ? '' : text, purpose: 'condition' })
  const said = verdict.data?.text === text ? verdict.data.checked?.said : undefined
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={480}
      label={t('formulaWhen')}
      content={
        <div className={css.formula}>
          {inForce === null ? (
            <TextArea
              aria-label={t('formulaWhen')}
              rows={[3, 10]}
              value={text}
              onChange={(now) => onChange(now.trim() ? now : null)}
            />
          ) : (
            <Suspense>
              <FormulaEditor
                form={form.key}
                purpose="condition"
                value={text}
                onChange={(formula) => formula && onChange(formula.text)}
                aria-label={t('formulaWhen')}
              />
            </Suspense>
          )}
          <p className="caption">{t('formulaWhenHint')}</p>
          {text && (
            <Button
              size="small"
              onClick={() => {
                onChange(null)
                setOpen(false)
              }}
            >
              {t('noFormula')}
            </Button>
          )}
        </div>
      }
    >
      <button
        type="button"
        className={[css.slot, text ? '' : css.blank].join(' ')}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`${t('formulaWhen')} ${text}`}
      >
        {text ? (said ?? text) : `+ ${t('formulaWhen')}`}
      </button>
    </Popover>
  )
}
