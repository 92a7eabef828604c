// Picking something of the record, or of what stands around it: searched, in groups.
import { useState, type ReactElement } from 'react'
import { useText } from '@/i18n'
import { Button, Input, Popover } from '@/ui'
import { useDesign } from '../bench'
import { useVariables, type Variable } from '../variables'
import css from './parts.module.css'

type Props = {
  block: string
  /** The step it is for: only what earlier ones made is offered. */
  path?: string | undefined
  label: string
  only?: ((variable: Variable) => boolean) | undefined
  onPick: (path: string) => void
  children: ReactElement
}

export function VariablePicker({ block, path, label, only, onPick, children }: Props) {
  const [open, setOpen] = useState(false)
  const pick = (chosen: string) => {
    setOpen(false)
    onPick(chosen)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={300}
      label={label}
      placement="bottomRight"
      content={open ? <Variables block={block} path={path} only={only} onPick={pick} /> : null}
    >
      {children}
    </Popover>
  )
}

type ListProps = Pick<Props, 'block' | 'path' | 'only' | 'onPick'>

function Variables({ block, path, only, onPick }: ListProps) {
  const t = useText('ruleDesigner')
  const [q, setQ] = useState('')
  const { definition } = useDesign()
  const asked = q.trim().toLowerCase()
  const groups = useVariables(block, path)
    .map((group) => ({
      ...group,
      items: group.items.filter(
        (x) => (!only || only(x)) && (!asked || `${group.label} ${x.label} ${x.path}`.toLowerCase().includes(asked)),
      ),
    }))
    .filter((group) => group.items.length > 0)
  return (
    <div className={css.picker}>
      <Input
        value={q}
        onChange={setQ}
        icon="search"
        placeholder={t('text.find')}
        aria-label={t('text.find')}
        autoFocus
      />
      <div className={css.pickList}>
        {groups.length === 0 && <p className="caption">{t('text.none')}</p>}
        {groups.map((group) => (
          <section key={group.key} aria-label={group.label}>
            <h3>{group.label}</h3>
            <div className={css.pickItems}>
              {group.items.map((x) => (
                <button key={x.path} type="button" className={css.pickItem} onClick={() => onPick(x.path)}>
                  {x.label}
                </button>
              ))}
            </div>
          </section>
        ))}
        {definition.trigger.kind === 'webhook' && !only && <BodyPath onPick={onPick} />}
      </div>
    </div>
  )
}

/** What a caller sends has no form: its name is typed. */
function BodyPath({ onPick }: { onPick: (path: string) => void }) {
  const t = useText('ruleDesigner')
  const [name, setName] = useState('')
  const valid = /^[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){0,4}$/.test(name)
  return (
    <section aria-label={t('path.bodyGroup')}>
      <h3>{t('path.bodyGroup')}</h3>
      <div className={css.line}>
        <Input value={name} onChange={setName} placeholder={t('path.bodyName')} aria-label={t('path.bodyName')} />
        <Button size="small" disabled={!valid} onClick={() => onPick(`body.${name}`)}>
          {t('path.bodyAdd')}
        </Button>
      </div>
    </section>
  )
}
