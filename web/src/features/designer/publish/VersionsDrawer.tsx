// Every published version: who, when, what changed; going back to one is publishing it again.
import { memo, useState } from 'react'
import { useFormat } from '@/core/format'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Avatar, Button, Checkbox, Chip, Drawer, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { useVersions } from '../api'
import { useBench } from '../sight'
import type { Version } from '../model/types'
import { JobLine } from './JobLine'
import css from './Publish.module.css'
import { asksLosses, usePublishing } from './publishing'

type Props = { open: boolean; onClose: () => void; onPublished: (version: number) => void | Promise<void> }

export const VersionsDrawer = memo(function VersionsDrawer({ open, onClose, onPublished }: Props) {
  const t = useText('designer')
  const { form, draft } = useBench()
  const versions = useVersions(form.key, open)
  const [asked, setAsked] = useState<number | null>(null)
  const going = usePublishing(form.key, 'rollback', (version) => {
    void Promise.resolve(onPublished(version)).finally(() => {
      onClose()
      toast({ text: t('rolledBack', { version }) })
    })
  })
  return (
    <Drawer open={open} onClose={onClose} title={t('versions')}>
      {versions.isPending && <SkeletonRows count={4} height="56px" />}
      {versions.isError && <ErrorState error={versions.error} retry={() => void versions.refetch()} />}
      {versions.data?.length === 0 && <EmptyState what={t('noVersions')} why={t('noVersionsWhy')} />}
      <ul>
        {versions.data?.map((v) => (
          <li key={v.version} className={css.version}>
            <VersionFace version={v} current={v.version === draft.published} />
            {v.version !== draft.published && asked !== v.version && (
              <Button
                size="small"
                icon="undo"
                onClick={() => {
                  going.reset()
                  setAsked(v.version)
                }}
              >
                {t('rollBack')}
              </Button>
            )}
            {asked === v.version && <Confirm version={v} going={going} onBack={() => setAsked(null)} />}
          </li>
        ))}
      </ul>
    </Drawer>
  )
})

function VersionFace({ version, current }: { version: Version; current: boolean }) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  const who = version.published_by?.title
  // A field of another kind comes in the place of one that goes: that is one change.
  const replaced = new Set(version.changes.filter((c) => c.kind === 'replace').map((c) => c.field))
  const changes = version.changes.filter((c) => c.kind === 'replace' || !replaced.has(c.field))
  return (
    <div className={css.versionFace}>
      <p>
        <b>v{version.version}</b> {current && <Chip tone="accent">{t('inForce')}</Chip>}
        <span className="t3">
          {version.published_at ? f.moment(version.published_at) : ''} {who}
        </span>
        {who && <Avatar name={who} />}
      </p>
      <p className="caption">
        {changes.length === 0
          ? t('firstVersion')
          : changes
              .slice(0, 6)
              .map((c) => t(`change.${c.kind}`, { name: f.words(c.label) || c.field || f.words(form.label) }))
              .join(t('comma'))}
        {changes.length > 6 && ` +${changes.length - 6}`}
      </p>
    </div>
  )
}

type ConfirmProps = { version: Version; going: ReturnType<typeof usePublishing>; onBack: () => void }

function Confirm({ version, going, onBack }: ConfirmProps) {
  const t = useText('designer')
  const c = useText('common')
  const [losses, setLosses] = useState(false)
  const lost = asksLosses(going.error)
  return (
    <div className={css.confirm}>
      <p className="t2">{t('rollBackWhy', { version: version.version })}</p>
      {going.error !== null && going.error !== undefined && <ErrorState error={going.error} compact />}
      {lost && (
        <Checkbox checked={losses} onChange={setLosses}>
          {t('agreeLosses')}
        </Checkbox>
      )}
      <JobLine publishing={going} />
      <span className={css.buttons}>
        <Button size="small" onClick={onBack}>
          {c(going.job ? 'close' : 'cancel')}
        </Button>
        <Button
          size="small"
          look="accent"
          loading={going.busy}
          disabled={lost && !losses}
          onClick={() => going.go(version.version, losses)}
        >
          {t('rollBackTo', { version: version.version })}
        </Button>
      </span>
    </div>
  )
}
