// Ctrl K: records by name, pinyin initials or phone; pages; actions.
import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { createRoute, recordRoute } from '@/core/routes'
import { useSearch } from '@/core/search'
import { useMe } from '@/core/session'
import { useText } from '@/i18n'
import { Icon, isIconName, type IconName } from '@/ui'
import css from './Palette.module.css'
import { formIcon, useCreatable } from './QuickAdd'

type Line = {
  key: string
  icon: IconName
  title: string
  subtitle?: string | undefined
  /** The title's characters that were typed by their pinyin initials. */
  mark?: [number, number] | null | undefined
  group: string
  route: string
}

export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  const t = useText('shell')
  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      onClose={onClose}
      onClick={(e) => e.target === dialog.current && onClose()}
      aria-label={t('palette.title')}
    >
      {open && <Body onClose={onClose} />}
    </dialog>
  )
}

function Body({ onClose }: { onClose: () => void }) {
  const t = useText('shell')
  const navigate = useNavigate()
  const [q, setQ] = useState('')
  const [at, setAt] = useState(0)
  const { lines, searching } = useLines(q)
  const chosen = Math.min(at, lines.length - 1)
  const go = (line: Line | undefined) => {
    if (!line) return
    onClose()
    void navigate(line.route)
  }
  const onKeyDown = (e: React.KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return
    if (e.key === 'ArrowDown') setAt(Math.min(chosen + 1, lines.length - 1))
    else if (e.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0))
    else if (e.key === 'Enter') go(lines[chosen])
    else return
    e.preventDefault()
  }
  return (
    <div className={css.body} onKeyDown={onKeyDown}>
      <div className={css.box}>
        <Icon name="search" />
        <input
          autoFocus
          value={q}
          onChange={(e) => {
            setQ(e.target.value)
            setAt(0)
          }}
          placeholder={t('searchHint')}
          aria-label={t('palette.title')}
          role="combobox"
          aria-expanded
          aria-controls="palette-lines"
          aria-activedescendant={lines[chosen] ? `palette-${chosen}` : undefined}
        />
      </div>
      <ul className={css.lines} id="palette-lines" role="listbox">
        {lines.map((line, i) => (
          <PaletteLine
            key={line.key}
            line={line}
            q={q}
            index={i}
            chosen={i === chosen}
            first={line.group !== lines[i - 1]?.group}
            go={go}
          />
        ))}
        {lines.length === 0 && !searching && <li className={css.nothing}>{t('palette.nothing', { q })}</li>}
      </ul>
      <div className={css.foot}>{t('palette.hint')}</div>
    </div>
  )
}

type LineProps = { line: Line; q: string; index: number; chosen: boolean; first: boolean; go: (line: Line) => void }

function PaletteLine({ line, q, index, chosen, first, go }: LineProps) {
  const ref = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <>
      {first && (
        <li className={css.group} role="presentation">
          {line.group}
        </li>
      )}
      <li
        ref={ref}
        id={`palette-${index}`}
        role="option"
        aria-selected={chosen}
        className={[css.line, chosen ? css.on : ''].join(' ')}
        onClick={() => go(line)}
      >
        <Icon name={line.icon} />
        <span className="ellipsis">
          <Marked text={line.title} q={q} mark={line.mark} />
          {line.subtitle && <span className="caption"> {line.subtitle}</span>}
        </span>
      </li>
    </>
  )
}

/** The typed characters where they occur literally, else those meant by pinyin; a phone hit shows its title unmarked. */
function Marked({ text, q, mark }: { text: string; q: string; mark: Line['mark'] }) {
  const typed = q.trim()
  const at = typed ? text.toLowerCase().indexOf(typed.toLowerCase()) : -1
  const letters = [...text]
  const [from, to] = at >= 0 ? [0, 0] : (mark ?? [0, 0])
  const parts =
    at >= 0
      ? [text.slice(0, at), text.slice(at, at + typed.length), text.slice(at + typed.length)]
      : [letters.slice(0, from).join(''), letters.slice(from, to).join(''), letters.slice(to).join('')]
  return (
    <>
      {parts[0]}
      {parts[1] && <mark className={css.mark}>{parts[1]}</mark>}
      {parts[2]}
    </>
  )
}

function useLines(q: string): { lines: Line[]; searching: boolean } {
  const t = useText('shell')
  const f = useFormat()
  const me = useMe()
  const forms = useForms()
  const creatable = useCreatable()
  const found = useSearch(q)
  const lines = useMemo(() => {
    const has = (text: string) => text.toLowerCase().includes(q.trim().toLowerCase())
    const formOf = (key: string) => forms.data?.items.find((form) => form.key === key)
    const records = (q.trim() ? (found.data?.items ?? []) : []).map((hit): Line => {
      const form = formOf(hit.form)
      const subtitle = [form ? f.words(form.label) : '', hit.subtitle ?? ''].filter(Boolean).join(' · ')
      return {
        key: `${hit.form}/${hit.id}`,
        icon: form ? formIcon(form) : 'file',
        title: hit.title,
        subtitle,
        mark: hit.mark,
        group: t('palette.records'),
        route: recordRoute(hit.form, hit.id),
      }
    })
    const pages = me.menu
      .flatMap((s) => s.items)
      .map(
        (item): Line => ({
          key: item.route,
          icon: isIconName(item.icon) ? item.icon : 'file',
          title: f.words(item.label),
          group: t('palette.pages'),
          route: item.route,
        }),
      )
    const actions = creatable.map(
      (form): Line => ({
        key: `new:${form.key}`,
        icon: 'plus',
        title: t('newOf', { form: f.words(form.label) }),
        group: t('palette.actions'),
        route: createRoute(form.key),
      }),
    )
    return [...records, ...pages.filter((p) => has(p.title)), ...actions.filter((a) => has(a.title))]
  }, [q, found.data, forms.data, me.menu, creatable, f, t])
  return { lines, searching: found.isFetching }
}
