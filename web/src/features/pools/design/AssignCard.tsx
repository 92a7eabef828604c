// Rules of giving out, in their order: the first that means a record and has somebody who can take it wins.
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { Sortable } from '@/features/designer/parts/Sortable'
import { useText } from '@/i18n'
import { Button, IconButton, NumberInput, Select } from '@/ui'
import type { ReactNode } from 'react'
import { useBench } from './bench'
import { Card } from './Card'
import css from './Design.module.css'
import { DutyList } from './DutyList'
import { isNamed, moved, nextAt } from './model'
import { People } from './People'
import { WAYS, type Assign } from './types'

const keyOf = (rule: Assign) => String(rule.at)

export function AssignCard() {
  const t = useText('poolDesign')
  const { now, edit, put } = useBench()
  const add = () =>
    put({
      assign: [
        ...now.assign,
        { at: nextAt(now.assign), when: null, to: 'round_robin', people: [], weights: {}, duty: [] },
      ],
    })
  const named = (rule: Assign) => t('ruleN', { n: now.assign.indexOf(rule) + 1 })
  return (
    <Card title={t('assign')} hint={t('assignHint')} at={['assign']}>
      {now.assign.length === 0 && <p className="t2">{t('assignNone')}</p>}
      <Sortable
        items={now.assign}
        keyOf={keyOf}
        nameOf={named}
        onMove={(key, before) => edit((was) => ({ ...was, assign: moved(was.assign, keyOf, key, before) }))}
      >
        {(rule, grip) => <RuleCard rule={rule} name={named(rule)} grip={grip} />}
      </Sortable>
      <span>
        <Button size="small" icon="plus" onClick={add}>
          {t('addAssign')}
        </Button>
      </span>
    </Card>
  )
}

function RuleCard({ rule, name, grip }: { rule: Assign; name: string; grip: ReactNode }) {
  const t = useText('poolDesign')
  const { form, edit } = useBench()
  const change = (part: Partial<Assign>, run?: string) =>
    edit(
      (was) => ({ ...was, assign: was.assign.map((each) => (each.at === rule.at ? { ...each, ...part } : each)) }),
      run,
    )
  const remove = () => edit((was) => ({ ...was, assign: was.assign.filter((each) => each.at !== rule.at) }))
  return (
    <div className={css.rule} role="group" aria-label={name}>
      <div className={css.ruleHead}>
        {grip}
        <b className={css.grow}>{name}</b>
        <IconButton icon="trash" size="small" label={t('remove', { name })} onClick={remove} />
      </div>
      <div className={css.sentence}>
        <span>{t('when')}</span>
        <ConditionInput
          form={form}
          value={rule.when}
          label={`${name} ${t('when')}`}
          empty={t('everyRecord')}
          onChange={(when) => change({ when })}
        />
        <span>{t('give')}</span>
        <Select
          size="small"
          width={180}
          aria-label={`${name} ${t('give')}`}
          value={rule.to}
          options={WAYS.map((way) => ({ value: way, label: t(`way.${way}`) }))}
          onChange={(to) => to && change(to === 'duty' ? { to } : { to, duty: [] })}
        />
      </div>
      {rule.to === 'duty' ? (
        <DutyList name={name} duty={rule.duty} onChange={(duty) => change({ duty })} />
      ) : (
        <People label={`${name} ${t('toWhom')}`} value={rule.people} onChange={(people) => change({ people })} />
      )}
      {!isNamed(rule) && <p className={css.note}>{t('namesNobody')}</p>}
      {rule.to === 'weighted' && <Weights rule={rule} onChange={change} />}
    </div>
  )
}

/** How many of all somebody gets: nobody said is one. */
function Weights({ rule, onChange }: { rule: Assign; onChange: (part: Partial<Assign>, run?: string) => void }) {
  const t = useText('poolDesign')
  const { person } = useBench()
  return (
    <div className={css.weights}>
      {rule.people.map((id) => {
        const name = person(id).title
        return (
          <span key={id} className={css.weight}>
            {name}
            <span className={css.number}>
              <NumberInput
                size="small"
                min={0}
                max={1000}
                decimals={0}
                aria-label={t('weight', { name })}
                after={t('weightAfter')}
                value={rule.weights[id] ?? 1}
                onChange={(n) => onChange({ weights: { ...rule.weights, [id]: n ?? 1 } }, `weight.${rule.at}.${id}`)}
              />
            </span>
          </span>
        )
      })}
    </div>
  )
}
