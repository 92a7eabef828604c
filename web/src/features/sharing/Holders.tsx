// Whose a record is and who else works on it: the owner's picture and the team's, a press opens sharing.
import { isRef } from '@/core/search'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Avatars } from '@/ui'
import { teamOf, useShares } from './sharing'
import css from './Sharing.module.css'

const MOST = 4

export function Holders({ form, row, onOpen }: { form: Form; row: Row; onOpen: () => void }) {
  const t = useText('sharing')
  const team = teamOf(useShares(form.key, row.id).data)
  const owner = isRef(row.owner) ? row.owner.title : null
  const owned = 'owner' in row
  if (!owned && team.length === 0) return null
  const names = [...new Set([...(owner ? [owner] : []), ...team.map((each) => each.to.title)])]
  const said = [
    owned ? (owner ? t('heldBy', { name: owner }) : t('noOwner')) : '',
    team.length > 0 ? t('teamOf', { count: team.length }) : '',
  ].filter(Boolean)
  return (
    <button type="button" className={`plain-button ${css.holders}`} onClick={onOpen} title={t('title')}>
      {names.length > 0 && <Avatars names={names.slice(0, MOST)} />}
      <span className="caption">{said.join(t('comma'))}</span>
    </button>
  )
}
