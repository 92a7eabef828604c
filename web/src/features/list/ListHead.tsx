// Line 1: title, saved views, import, export, configure, the one primary button.
import { useNavigate } from 'react-router'
import { may } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { designRoute, rulesRoute } from '@/core/routes'
import { useMayDesign } from '@/core/session'
import type { Form, Layout } from '@/core/types'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { Button, IconButton, Menu } from '@/ui'
import { duplicatesRoute, useTwinCount } from '@/features/duplicates/duplicates'
import { useExport } from './exporting'
import type { ListState } from './state'
import css from './Toolbar.module.css'
import { LayoutSwitch } from './LayoutSwitch'
import { ViewMenu } from './ViewMenu'
import { ViewTabs } from './ViewTabs'

type Props = { form: Form; state: ListState; onCreate: () => void }

export function ListHead({ form, state, onCreate, layout = 'table' }: Props & { layout?: Layout }) {
  const f = useFormat()
  const phone = usePhone()
  return (
    <PageHead
      title={f.words(form.plural) || f.words(form.label)}
      actions={<Actions form={form} state={state} onCreate={onCreate} />}
    >
      {phone ? (
        <span className={css.pick}>
          <ViewMenu form={form} state={state} layout={layout} />
          <LayoutSwitch form={form} state={state} layout={layout} />
        </span>
      ) : (
        <ViewTabs form={form} state={state} layout={layout} />
      )}
    </PageHead>
  )
}

function Actions({ form, state, onCreate }: Props) {
  const t = useText('list')
  const c = useText('common')
  const p = useText('publicForms')
  const prints = useText('printing')
  const rules = useText('ruleDesigner')
  const d = useText('duplicates')
  const f = useFormat()
  const phone = usePhone()
  const navigate = useNavigate()
  const exporting = useExport()
  const toImport = `/imports/new?form=${form.key}`
  const run = () =>
    exporting.mutate({
      form: form.key,
      filter: state.filter,
      ...(state.search ? { search: state.search } : {}),
      columns: state.columns,
      sort: state.sort,
      format: 'xlsx',
    })
  const canImport = may(form, 'import')
  const canExport = may(form, 'export')
  const configures = useMayDesign(form.key)
  const design = () => void navigate(designRoute(form.key))
  const twins = useTwinCount(form)
  const finding = twins?.may && twins.compared ? () => void navigate(duplicatesRoute(form.key)) : null
  const found = finding && twins && twins.count > 0 ? d('waiting', { count: twins.count }) : ''
  const looking = finding
    ? [{ key: 'duplicates', icon: 'link' as const, label: found || d('menu'), onSelect: finding }]
    : []
  const configuring = may(form, 'configure')
    ? [
        {
          key: 'public',
          icon: 'link' as const,
          label: p('menu'),
          onSelect: () => void navigate(`/f/${form.key}/public`),
        },
        {
          key: 'prints',
          icon: 'print' as const,
          label: prints('menu'),
          onSelect: () => void navigate(`/f/${form.key}/prints`),
        },
        {
          key: 'rules',
          icon: 'branch' as const,
          label: rules('menu'),
          onSelect: () => void navigate(rulesRoute(form.key)),
        },
      ]
    : []
  if (phone) {
    const items = [
      ...(may(form, 'create')
        ? [{ key: 'new', icon: 'plus' as const, label: t('create', { form: f.words(form.label) }), onSelect: onCreate }]
        : []),
      ...(canImport
        ? [{ key: 'import', icon: 'import' as const, label: t('import'), onSelect: () => void navigate(toImport) }]
        : []),
      ...(canExport ? [{ key: 'export', icon: 'export' as const, label: t('export'), onSelect: run }] : []),
      ...(configures ? [{ key: 'configure', icon: 'pencil' as const, label: c('configure'), onSelect: design }] : []),
      ...looking,
      ...configuring,
    ]
    return items.length ? (
      <Menu items={items} placement="bottomRight">
        <IconButton icon="more" iconSize={20} label={c('more')} aria-haspopup="menu" />
      </Menu>
    ) : null
  }
  return (
    <>
      {canImport && (
        <Button look="text" icon="import" onClick={() => void navigate(toImport)}>
          {t('import')}
        </Button>
      )}
      {canExport && (
        <Button look="text" icon="export" onClick={run} loading={exporting.isPending}>
          {t('export')}
        </Button>
      )}
      {found && finding && (
        <Button look="text" onClick={finding}>
          {found}
        </Button>
      )}
      {looking.length + configuring.length > 0 && (
        <Menu items={[...looking, ...configuring]} placement="bottomRight">
          <IconButton icon="more" label={c('more')} aria-haspopup="menu" />
        </Menu>
      )}
      {may(form, 'create') && (
        <Button look="primary" icon="plus" onClick={onCreate}>
          {t('create', { form: f.words(form.label) })}
        </Button>
      )}
      {configures && <IconButton icon="pencil" size="small" label={c('configure')} onClick={design} />}
    </>
  )
}
