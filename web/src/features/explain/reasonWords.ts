// Reasons as sentences: what opens, what takes away, what has a say but does not decide.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { lastMoment } from '@/core/format/days'
import { useDepartmentNames } from '@/features/roles/departments'
import { useScopeWords } from '@/features/roles/scopeWords'
import { useRoleNames } from '@/features/sharing/roleNames'
import { useText } from '@/i18n'
import type { Answer, Reason } from './explain'

export function useReasonWords(answer: Answer) {
  const t = useText('explain')
  const roles = useText('roles')
  const f = useFormat()
  const form = useForms().data?.items.find((each) => each.key === answer.form)
  const words = useScopeWords(form)
  const share = useShareWords()
  const action = roles(`action.${answer.action as 'read'}`)
  const what = f.words(form?.label)
  const rows = ({ rows: asked }: Reason): string =>
    asked === null ? '' : asked === 'condition' ? t('byCondition') : words.long(asked)
  const role = (reason: Reason): string => f.words(reason.role?.label) || (reason.role?.key ?? '')
  const parts = (reason: Reason) => ({ role: role(reason), rows: rows(reason), action, form: what })
  const because = (reason: Reason): string => {
    if (reason.kind === 'admin') return t('because.admin')
    if (reason.kind === 'public') return t('because.public')
    if (reason.kind === 'disabled') return t('because.disabled')
    if (reason.kind === 'share') return t('because.share', share(reason))
    if (reason.kind === 'deny') return t('because.deny', parts(reason))
    if (reason.kind === 'grant' && reason.rows === 'own' && answer.record) return t('because.own', parts(reason))
    return t(answer.record ? 'because.grantHere' : 'because.grant', parts(reason))
  }
  const beside = (reason: Reason): string => {
    if (reason.unfit) return t('beside.unfit', parts(reason))
    if (reason.kind === 'disabled') return t('because.disabled')
    if (reason.kind === 'team') return t('beside.team')
    if (reason.kind === 'share')
      return t(reason.covers ? 'beside.share' : 'beside.shareLess', { ...share(reason), action })
    if (reason.kind === 'cap')
      return t(reason.covers ? 'beside.cap' : 'beside.capElsewhere', {
        ...parts(reason),
        level: reason.fields_level ? roles(`level.${reason.fields_level}`) : t('less'),
      })
    if (reason.kind === 'deny') return t(reason.covers ? 'because.deny' : 'beside.denyElsewhere', parts(reason))
    return t(reason.covers ? 'beside.grant' : 'beside.grantElsewhere', parts(reason))
  }
  const nothing = (): string =>
    t(answer.reasons.some((each) => each.kind === 'grant') ? 'nothingCovers' : 'nothingAtAll', { action, form: what })
  return { because, beside, nothing }
}

/** "person:7", "department:3", "role:sales" by name. */
function useShareWords() {
  const t = useText('explain')
  const s = useText('sharing')
  const f = useFormat()
  const departments = useDepartmentNames()
  const names = useRoleNames().data?.items ?? []
  return ({ share }: Reason) => {
    const [kind = '', key = ''] = (share?.subject ?? '').split(':')
    const role = f.words(names.find((each) => each.key === key)?.label) || key
    const subject =
      kind === 'person'
        ? t('themselves')
        : t(kind === 'role' ? 'theirRole' : 'theirDepartment', {
            name: kind === 'role' ? role : (departments.get(Number(key)) ?? key),
          })
    const until = share?.until ? s('untilDay', { day: f.date(lastMoment(share.until)) }) : s('forGood')
    return { subject, level: s(`level.${share?.level ?? 'read'}`), until }
  }
}
