// The editor of one role: the matrix, beside it what is said of one form or of the role itself.
import { useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { PageHead } from '@/features/page/PageHead'
import { Button, Chip, EmptyState, ErrorState, IconButton, Sheet, SkeletonRows } from '@/ui'
import { RoleBench, useBench } from './bench'
import { FormPanel } from './FormPanel'
import { GeneralPanel } from './GeneralPanel'
import { Matrix } from './Matrix'
import { lineAt, read } from './model'
import { PhoneForms } from './PhoneForms'
import { PreviewDrawer } from './PreviewDrawer'
import css from './Roles.module.css'
import { useRole } from './roles'
import { useFormNames } from './scopeWords'
import type { Role } from './types'

export function RoleEditor() {
  const { key = '' } = useParams()
  return <Opened key={key} role={key} />
}

/** As it was opened: what others publish meanwhile takes nothing away from what is being changed here. */
function Opened({ role: key }: { role: string }) {
  const t = useText('roles')
  const role = useRole(key)
  const [params] = useSearchParams()
  const forms = useForms()
  const [opened, open] = useState<Role | null>(null)
  if (!opened && role.data) open(role.data)
  if (role.isLoadingError) return <ErrorState error={role.error} retry={() => void role.refetch()} />
  if (role.isSuccess && !role.data) return <EmptyState what={t('none')} />
  if (!opened || forms.isPending) return <SkeletonRows count={12} />
  const reload = () => void role.refetch().then(({ data }) => data && open(data))
  return (
    <RoleBench
      key={opened.version}
      role={opened}
      start={formAt(opened, params.get('grant')) ?? params.get('form')}
      onReload={reload}
    >
      <Page />
    </RoleBench>
  )
}

/** The form of the grant that somebody was sent to. */
function formAt(role: Role, at: string | null): string | null {
  return at === null ? null : (lineAt(read(role.definition), Number(at))?.grant.form ?? null)
}

function Page() {
  const t = useText('roles')
  const f = useFormat()
  const phone = usePhone()
  const named = useFormNames()
  const { now, role, form, choose, changed } = useBench()
  return (
    <>
      <PageHead
        title={f.words(now.label) || role.key}
        note={changed ? <Chip>{t('changed')}</Chip> : t('peopleN', { count: role.people })}
        actions={<Acts />}
      />
      {now.rest.admin && <p className={css.adminNote}>{t('adminRule')}</p>}
      {phone ? (
        <div className={css.phone}>
          <div className={css.phoneScroll}>
            <PhoneForms />
            <GeneralPanel />
          </div>
          <div className={css.phoneBar}>
            <Publish />
          </div>
          <Sheet open={form !== null} onClose={() => choose(null)} title={form ? named(form) : ''}>
            {form && <FormPanel formKey={form} />}
          </Sheet>
        </div>
      ) : (
        <div className={css.editor}>
          <Matrix />
          <aside className={css.side}>{form ? <FormPanel key={form} formKey={form} /> : <GeneralPanel />}</aside>
        </div>
      )}
    </>
  )
}

function Acts() {
  const t = useText('roles')
  const navigate = useNavigate()
  const phone = usePhone()
  const { undo, redo, reset, changed } = useBench()
  const back = () => void navigate('/settings/roles')
  return (
    <>
      {phone ? (
        <IconButton icon="left" label={t('allRoles')} onClick={back} />
      ) : (
        <Button look="text" icon="left" onClick={back}>
          {t('allRoles')}
        </Button>
      )}
      <IconButton icon="undo" label={t('undo')} disabled={!undo} onClick={() => undo?.()} />
      {!phone && <IconButton icon="redo" label={t('redo')} disabled={!redo} onClick={() => redo?.()} />}
      {!phone && changed && (
        <Button look="text" onClick={reset}>
          {t('reset')}
        </Button>
      )}
      {!phone && <Publish />}
    </>
  )
}

/** First what it would mean, then publishing. */
function Publish() {
  const t = useText('roles')
  const phone = usePhone()
  const { changed, unfinished, now, onReload } = useBench()
  const [previewing, setPreviewing] = useState(false)
  const reload = () => {
    setPreviewing(false)
    onReload()
  }
  const ready = changed && unfinished === 0 && Object.keys(now.label).length > 0
  return (
    <>
      <Button
        look="primary"
        size={phone ? 'large' : 'normal'}
        block={phone}
        disabled={!ready}
        onClick={() => setPreviewing(true)}
      >
        {t(unfinished > 0 ? 'finishFirst' : 'preview')}
      </Button>
      {previewing && <PreviewDrawer onClose={() => setPreviewing(false)} onReload={reload} />}
    </>
  )
}
