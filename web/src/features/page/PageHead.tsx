// The head of a page: title, what follows it, and its buttons at the right; on a phone the title is larger and search and bell join.
import type { ReactNode } from 'react'
import { useOutletContext } from 'react-router'
import { Bell } from '@/app/Bell'
import type { ShellContext } from '@/app/Shell'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import css from './PageHead.module.css'

type Props = { title: ReactNode; note?: ReactNode; children?: ReactNode; actions?: ReactNode; below?: ReactNode }

/** `children` stand beside the title (views), `actions` at the right, `below` on a second line. */
export function PageHead({ title, note, children, actions, below }: Props) {
  const phone = usePhone()
  return (
    <>
      <div className={css.head}>
        <div className={css.titles}>
          <h1 className={css.title}>{title}</h1>
          {note && <span className={css.note}>{note}</span>}
        </div>
        {!phone && children}
        <span className={css.space} />
        {phone ? <PhoneActs>{actions}</PhoneActs> : actions}
      </div>
      {phone && children && <div className={css.strip}>{children}</div>}
      {below}
    </>
  )
}

function PhoneActs({ children }: { children?: ReactNode }) {
  const t = useText('common')
  const { openPalette } = useOutletContext<ShellContext>()
  return (
    <span className={css.acts}>
      {children}
      <IconButton icon="search" iconSize={20} label={t('search')} onClick={openPalette} />
      <Bell />
    </span>
  )
}
