// Step two: what was understood of the workbook, sheet by sheet, all of it editable, before anything is written.
import { useState } from 'react'
import { useForm } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Chip, FieldError, ProgressLine, Segmented } from '@/ui'
import { Choices } from './Choices'
import css from './Importing.module.css'
import { formOf, PEOPLE, useAct, useRevise, usedSheets, type Import, type ImportPatch } from './imports'
import { Mapping } from './Mapping'
import { Notices } from './Notices'
import { Options } from './Options'
import { Problems } from './Problems'
import { Sheets } from './Sheets'
import { Summary, WillDo } from './Summary'
import { Twins } from './Twins'

type Part = 'mapping' | 'problems' | 'choices' | 'twins' | 'options'

export function Understood({ run }: { run: Import }) {
  const t = useText('importing')
  const known = useForm(run.form).data
  const revise = useRevise(run.id)
  const act = useAct(run.id)
  const p = run.proposal
  const form = known ?? (run.form === PEOPLE ? formOf(p) : undefined)
  const used = usedSheets(p)
  const [sheet, setSheet] = useState(used[0]?.name ?? p.sheets[0]?.name ?? '')
  const [part, setPart] = useState<Part>('mapping')
  const change = (patch: ImportPatch) => revise.mutate(patch)
  const current = p.sheets.find((s) => s.name === sheet) ?? p.sheets[0]
  const guesses = used.flatMap((s) => s.columns.flatMap((c) => [...(c.choices ?? []), ...(c.links ?? [])])).length
  const problems = used.flatMap((s) => s.columns.flatMap((c) => (c.field ? c.problems : []))).length
  const parts: { value: Part; label: string }[] = [
    { value: 'mapping', label: t('part.mapping') },
    ...(problems ? [{ value: 'problems' as const, label: `${t('part.problems')} ${problems}` }] : []),
    ...(guesses ? [{ value: 'choices' as const, label: `${t('part.choices')} ${guesses}` }] : []),
    ...(p.twins.uncertain.length
      ? [{ value: 'twins' as const, label: `${t('part.twins')} ${p.twins.uncertain.length}` }]
      : []),
    { value: 'options', label: t('part.options') },
  ]
  const nothing = used.every((s) => s.columns.every((c) => !c.field))
  return (
    <div className={css.step}>
      <ProgressLine active={revise.isPending} />
      <Summary proposal={p} />
      <Notices proposal={p} onChange={change} />
      <Sheets
        sheets={p.sheets}
        current={sheet}
        onPick={setSheet}
        onUse={(name, use) => change({ sheets: [{ name, use }] })}
      />
      <div className={css.parts}>
        <Segmented value={part} onChange={setPart} options={parts} aria-label={t('understood')} />
        {p.remembered && <Chip tone="accent">{t('remembered')}</Chip>}
      </div>
      <div className={css.scroll}>
        {form && current && part === 'mapping' && (
          <Mapping form={form} sheet={current} targets={p.targets ?? []} onChange={change} />
        )}
        {form && part === 'problems' && <Problems form={form} proposal={p} />}
        {form && current && part === 'choices' && (
          <Choices form={form} sheet={current} makes={p.options.create_missing} onChange={change} />
        )}
        {form && part === 'twins' && <Twins form={form} twins={p.twins.uncertain} onChange={change} />}
        {form && part === 'options' && <Options form={form} proposal={p} onChange={change} />}
      </div>
      <footer className={css.foot}>
        {isProblem(revise.error) && <FieldError>{revise.error.message}</FieldError>}
        {isProblem(act.error) && <FieldError>{act.error.message}</FieldError>}
        <span className="caption">{nothing ? t('nothingToDo') : <WillDo proposal={p} />}</span>
        <Button
          look="primary"
          disabled={nothing || revise.isPending}
          loading={act.isPending}
          onClick={() => act.mutate('run')}
          data-testid="run-import"
        >
          {t('run', { count: p.summary.rows })}
        </Button>
      </footer>
    </div>
  )
}
