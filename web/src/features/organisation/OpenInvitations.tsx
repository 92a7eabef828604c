// Invitations that nobody has accepted yet; each can be withdrawn.
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Drawer, EmptyState, ErrorState, FieldError, SkeletonRows } from '@/ui'
import css from './Organisation.module.css'
import { useOpenInvitations, useWithdraw } from './organisation'

export function OpenInvitations({ onClose }: { onClose: () => void }) {
  const t = useText('organisation')
  const f = useFormat()
  const open = useOpenInvitations()
  const withdraw = useWithdraw()
  return (
    <Drawer open onClose={onClose} title={t('invite.openTitle')}>
      {open.isPending && <SkeletonRows count={3} />}
      {open.isError && <ErrorState error={open.error} retry={() => void open.refetch()} />}
      {open.data?.items.length === 0 && <EmptyState what={t('invite.openNone')} why={t('invite.openNoneWhy')} />}
      <div className={css.stack}>
        {open.data?.items.map((each) => (
          <div key={each.id} className={css.absence}>
            <div>
              <b>{each.person.title}</b> {each.mailed_to && <span className="caption">{each.mailed_to}</span>}
              <div className="caption">
                {each.by && `${t('invite.by', { name: each.by.title ?? '', when: f.ago(each.created_at) })} · `}
                {t('invite.until', { when: f.moment(each.expires_at) })}
              </div>
            </div>
            <Button size="small" look="text" onClick={() => withdraw.mutate(each.id)}>
              {t('invite.withdraw')}
            </Button>
          </div>
        ))}
        {isProblem(withdraw.error) && <FieldError>{withdraw.error.message}</FieldError>}
      </div>
    </Drawer>
  )
}
