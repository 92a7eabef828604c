// What a pool said before; going back is loading it and publishing it, with its effects told like those of any change.
import { useFormat } from '@/core/format'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Chip, Drawer, ErrorState, SkeletonRows } from '@/ui'
import { useVersions, type Version } from './api'
import { useBench } from './bench'
import css from './Design.module.css'
import { read } from './model'

export function VersionsDrawer({ onClose }: { onClose: () => void }) {
  const t = useText('poolDesign')
  const { key, edit } = useBench()
  const versions = useVersions(key)
  const goBack = (version: Version) => {
    const { definition } = version
    if (!definition) return
    edit(() => read(definition))
    toast({ text: t('wentBack', { version: version.version }) })
    onClose()
  }
  return (
    <Drawer open onClose={onClose} title={t('versions')}>
      {versions.isPending && <SkeletonRows count={4} />}
      {versions.isError && <ErrorState error={versions.error} retry={() => void versions.refetch()} compact />}
      <ul>
        {versions.data?.map((each) => (
          <Line key={each.version} version={each} onBack={() => goBack(each)} />
        ))}
      </ul>
    </Drawer>
  )
}

function Line({ version, onBack }: { version: Version; onBack: () => void }) {
  const t = useText('poolDesign')
  const f = useFormat()
  const { stored } = useBench()
  const current = version.version === stored.version
  return (
    <li className={css.version}>
      <div className={css.grow}>
        <b>{t('versionN', { version: version.version })}</b> {current && <Chip tone="accent">{t('now')}</Chip>}
        {!version.definition && <Chip>{t('taken')}</Chip>}
        <p className="caption">{t('byAt', { name: version.by?.title ?? t('system'), at: f.moment(version.at) })}</p>
      </div>
      {!current && version.definition && (
        <Button size="small" icon="undo" onClick={onBack}>
          {t('goBack')}
        </Button>
      )}
    </li>
  )
}
