// The apps of the workspace, in the settings: bring one in, upgrade it, take it along, take it back.
import { useState } from 'react'
import { apiUrl } from '@/core/http'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { Rows } from '@/features/settings/Rows'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, Chip, Dropzone, ErrorState, IconButton, Menu, SkeletonRows, type MenuEntry } from '@/ui'
import css from './Apps.module.css'
import { isNewer, useApps, useUploadPackage, type App, type Which } from './apps'
import { BackDialog } from './BackDialog'
import { ExportDialog } from './ExportDialog'
import { PlanDialog } from './PlanDialog'
import { RemoveSampleDialog } from './RemoveSampleDialog'

type Asked = { install: Which; sample?: boolean } | { removing: App } | { back: App } | { exporting: true } | null

export function AppsPart() {
  const t = useText('apps')
  const f = useFormat()
  const apps = useApps()
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  return (
    <section className={settings.part}>
      <div className={settings.bar}>
        <p className="t2">{t('why')}</p>
        <Button icon="export" onClick={() => setAsked({ exporting: true })}>
          {t('exportParts')}
        </Button>
      </div>
      {apps.isPending && <SkeletonRows count={3} />}
      {apps.isError && <ErrorState error={apps.error} retry={() => void apps.refetch()} />}
      {apps.data && (
        <Rows
          rows={apps.data.items}
          id={(app) => app.key}
          label={t('title')}
          columns={[
            { key: 'name', label: t('name'), cell: (app) => <Name app={app} /> },
            { key: 'state', label: t('state'), cell: (app) => <State app={app} /> },
            { key: 'at', label: t('at'), cell: (app) => (app.at ? f.moment(app.at) : '—') },
            { key: 'do', label: '', end: true, cell: (app) => <Acts app={app} onAsk={setAsked} /> },
          ]}
        />
      )}
      <Bring onFile={(file) => setAsked({ install: { file } })} />
      {asked && 'install' in asked && (
        <PlanDialog which={asked.install} sample={asked.sample ?? false} onClose={close} />
      )}
      {asked && 'removing' in asked && <RemoveSampleDialog app={asked.removing} onClose={close} />}
      {asked && 'back' in asked && <BackDialog app={asked.back} onClose={close} />}
      {asked && 'exporting' in asked && <ExportDialog onClose={close} />}
    </section>
  )
}

function Name({ app }: { app: App }) {
  const f = useFormat()
  return (
    <span className={css.name}>
      <b>{f.words(app.label) || app.key}</b> <span className="caption">{app.key}</span>
    </span>
  )
}

function State({ app }: { app: App }) {
  const t = useText('apps')
  const sample = app.sample_records > 0 && (
    <span className="caption">{t('sampleRecords', { count: app.sample_records })}</span>
  )
  if (app.installed === null) return sample || <Chip>{t('notInstalled')}</Chip>
  return (
    <span className={css.name}>
      {isNewer(app) ? (
        <Chip tone="accent">{t('newer', { version: String(app.available) })}</Chip>
      ) : (
        t('version', { version: String(app.installed) })
      )}
      {sample}
    </span>
  )
}

function Acts({ app, onAsk }: { app: App; onAsk: (asked: Asked) => void }) {
  const t = useText('apps')
  const shipped = app.available !== null
  const items: MenuEntry[] = [
    ...(app.sample && app.installed !== null && app.sample_records === 0
      ? [
          {
            key: 'sample',
            label: t('addSample'),
            icon: 'plus' as const,
            onSelect: () => onAsk({ install: { app: app.key }, sample: true }),
          },
        ]
      : []),
    ...(app.sample_records > 0
      ? [
          {
            key: 'remove',
            label: t('removeSample'),
            icon: 'trash' as const,
            onSelect: () => onAsk({ removing: app }),
          },
        ]
      : []),
    ...(app.installed !== null
      ? [{ key: 'export', label: t('export'), icon: 'export' as const, onSelect: () => download(app.key) }]
      : []),
    ...(app.back
      ? [{ key: 'back', label: t('rollBack'), icon: 'undo' as const, onSelect: () => onAsk({ back: app }) }]
      : []),
  ]
  return (
    <span className={css.acts}>
      {shipped && (app.installed === null || isNewer(app)) && (
        <Button size="small" onClick={() => onAsk({ install: { app: app.key } })}>
          {t(app.installed === null ? 'install' : 'upgrade')}
        </Button>
      )}
      {items.length > 0 && (
        <Menu items={items} placement="bottomRight">
          <IconButton icon="more" size="small" label={t('more')} />
        </Menu>
      )}
    </span>
  )
}

const download = (key: string) => window.location.assign(apiUrl(`/apps/${key}/package`))

/** A package that somebody gave us. */
function Bring({ onFile }: { onFile: (file: number) => void }) {
  const t = useText('apps')
  const upload = useUploadPackage()
  const send = (files: File[]) =>
    files[0] &&
    upload.mutate(files[0], {
      onSuccess: (file) => onFile(file.id),
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  return (
    <section className={settings.block}>
      <h2>{t('bring')}</h2>
      <Dropzone accept=".zip" compact text={t('dropPackage')} disabled={upload.isPending} onFiles={send} />
      <p className="caption">{t('bringWhy')}</p>
    </section>
  )
}
