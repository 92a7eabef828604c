// One cell of the matrix: its scopes as a chip; pressing it, or Enter, opens the choice of them.
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Popover } from '@/ui'
import { useBench } from './bench'
import { scopesOf, setScopes } from './model'
import css from './Roles.module.css'
import { kindOfRows } from './scopes'
import { ScopeMenu } from './ScopeMenu'
import { useFormNames, useScopeWords } from './scopeWords'
import { ANY, type Action, type Rows } from './types'

type Props = { form: Form | undefined; formKey: string; action: Action; at?: string | undefined }

export function MatrixCell(props: Props) {
  const { at } = props
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  // After the press is over: the panel would take it for one beside itself and close.
  const show = () => setTimeout(() => setOpen(true))
  const close = () => {
    setOpen(false)
    // The chip is drawn anew without its panel; the keyboard goes on from it.
    setTimeout(() => box.current?.querySelector('button')?.focus())
  }
  return (
    <span role={at ? 'gridcell' : undefined} className={css.cell} ref={box}>
      {open ? <OpenCell {...props} onClose={close} /> : <Chip {...props} onOpen={show} />}
    </span>
  )
}

function OpenCell({ onClose, ...props }: Props & { onClose: () => void }) {
  const { form, formKey, action } = props
  const { now, grid } = useBench()
  const label = useCellName(formKey, action)
  return (
    <Popover
      open
      onOpenChange={(open) => !open && onClose()}
      width={280}
      label={label}
      content={
        <div onKeyDown={(e) => e.key === 'Escape' && onClose()}>
          <ScopeMenu
            form={formKey === ANY ? undefined : form}
            label={label}
            value={scopesOf(now.matrix, formKey, action)}
            onChange={(scopes) => grid((matrix) => setScopes(matrix, formKey, action, scopes))}
          />
        </div>
      }
    >
      <span className={css.trigger}>
        <Chip {...props} onOpen={onClose} />
      </span>
    </Popover>
  )
}

function useCellName(form: string, action: Action): string {
  const t = useText('roles')
  return t('cell', { form: useFormNames()(form), action: t(`action.${action}`) })
}

function Chip({ form, formKey, action, at, onOpen }: Props & { onOpen: () => void }) {
  const t = useText('roles')
  const { now, grid } = useBench()
  const words = useScopeWords(form)
  const name = useCellName(formKey, action)
  const own = scopesOf(now.matrix, formKey, action)
  const through = formKey === ANY ? [] : scopesOf(now.matrix, ANY, action)
  const shown = own.length ? own : through
  const widest = shown.at(-1)
  const said = shown.length ? shown.map(words.long).join(t('or')) : t('nothing')
  const clear = (e: KeyboardEvent) => {
    if (e.key === 'Delete' || e.key === 'Backspace') grid((matrix) => setScopes(matrix, formKey, action, []))
  }
  return (
    <button
      type="button"
      className={`plain-button ${css.chip} ${own.length ? '' : css.through}`}
      data-scope={widest ? kindOfRows(widest) : 'none'}
      data-at={at}
      tabIndex={at === undefined || at === '0:0' ? 0 : -1}
      aria-haspopup="dialog"
      aria-label={`${name} ${said}`}
      title={own.length || !through.length ? said : t('throughAll', { scope: said })}
      onClick={onOpen}
      onKeyDown={clear}
    >
      {widest ? <Short scopes={shown} short={words.short} /> : '—'}
    </button>
  )
}

function Short({ scopes, short }: { scopes: Rows[]; short: (rows: Rows) => string }) {
  const last = scopes.at(-1)!
  return (
    <>
      {short(last)}
      {scopes.length > 1 && <small>+{scopes.length - 1}</small>}
    </>
  )
}
