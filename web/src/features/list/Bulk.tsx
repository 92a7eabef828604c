// The ink bar: how many, their own sum, what can be done with them; deleting last.
import { useState } from 'react'
import { may } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Filter, Form, LayoutElement, Row } from '@/core/types'
import { Asked } from '@/features/linked'
import { MergeDrawer } from '@/features/merging/MergeDrawer'
import { PoolBulk } from '@/features/pools/PoolBulk'
import { PrintDialog } from '@/features/printing/PrintDialog'
import { MOST_PRINTED } from '@/features/printing/printing'
import { useText } from '@/i18n'
import { BulkAct, BulkBar, Popover } from '@/ui'
import { useBulkWork } from './bulk'
import { AssignPanel, ChangePanel, StagePanel } from './BulkPanels'
import { bulkButtons, buttonsOf, PRESSED } from './buttons'
import { summedColumns } from './columns'
import { useExport } from './exporting'
import type { Selection } from './selection'
import type { ListState } from './state'

const MOST_MERGED = 11

type Props = { form: Form; rows: Row[]; total: number; state: ListState; selection: Selection }

export function Bulk({ form, rows, total, state, selection }: Props) {
  const t = useText('list')
  const [open, setOpen] = useState<'assign' | 'change' | 'stage' | null>(null)
  const [printing, setPrinting] = useState(false)
  const m = useText('merging')
  const [merging, setMerging] = useState(false)
  const merges = may(form, 'change') && may(form, 'delete')
  const work = useBulkWork(form, selection, state.filter)
  const offered = bulkButtons(form, state.definition)
  const exporting = useExport()
  const whole = !selection.all && selection.count === rows.length && total > rows.length && !state.search
  const title = selection.all ? t('bulk.selectedAll', { count: total }) : t('bulk.selected', { count: selection.count })
  const close = () => setOpen(null)
  const chosen: Filter | null = selection.all ? state.filter : { field: 'id', op: 'in', value: [...selection.ids] }
  return (
    <BulkBar
      title={title}
      note={selection.all ? null : <SelectedSum form={form} rows={rows} state={state} selection={selection} />}
      onClose={selection.clear}
    >
      {whole && (
        <BulkAct icon="check" onClick={selection.chooseAll}>
          {t('bulk.chooseAll', { count: total })}
        </BulkAct>
      )}
      {!selection.all && <PoolBulk form={form} rows={rows} ids={selection.ids} onDone={selection.clear} />}
      {offered.includes('assign') && (
        <Popover
          open={open === 'assign'}
          onOpenChange={(o) => setOpen(o ? 'assign' : null)}
          placement="top"
          width={300}
          label={t('bulk.assign')}
          content={<AssignPanel count={selection.count} work={work} onDone={close} />}
        >
          <BulkAct icon="assign">{t('bulk.assign')}</BulkAct>
        </Popover>
      )}
      {offered.includes('change') && (
        <Popover
          open={open === 'change'}
          onOpenChange={(o) => setOpen(o ? 'change' : null)}
          placement="top"
          width={320}
          label={t('bulk.change')}
          content={<ChangePanel form={form} count={selection.count} work={work} onDone={close} />}
        >
          <BulkAct icon="pencil">{t('bulk.change')}</BulkAct>
        </Popover>
      )}
      {offered.includes('stage') && (
        <Popover
          open={open === 'stage'}
          onOpenChange={(o) => setOpen(o ? 'stage' : null)}
          placement="top"
          width={300}
          label={t('bulk.stage')}
          content={<StagePanel form={form} count={selection.count} work={work} onDone={close} />}
        >
          <BulkAct icon="flag">{t('bulk.stage')}</BulkAct>
        </Popover>
      )}
      {!selection.all && may(form, 'print') && (
        <BulkAct icon="print" disabled={selection.count > MOST_PRINTED} onClick={() => setPrinting(true)}>
          {t('bulk.print')}
        </BulkAct>
      )}
      {!selection.all && selection.count > 1 && selection.count <= MOST_MERGED && merges && (
        <BulkAct icon="link" onClick={() => setMerging(true)}>
          {m('open')}
        </BulkAct>
      )}
      {merging && (
        <MergeDrawer
          form={form}
          ids={[...selection.ids]}
          onClose={() => setMerging(false)}
          onMerged={selection.clear}
        />
      )}
      {printing && <PrintDialog form={form} ids={[...selection.ids]} onClose={() => setPrinting(false)} />}
      {offered.includes('export') && (
        <BulkAct
          icon="export"
          disabled={exporting.isPending}
          onClick={() =>
            exporting.mutate({
              form: form.key,
              filter: chosen,
              columns: state.columns,
              sort: state.sort,
              format: 'xlsx',
            })
          }
        >
          {t('bulk.export')}
        </BulkAct>
      )}
      {buttonsOf(form)
        .filter((button) => offered.includes(PRESSED + button.key))
        .map((button) => (
          <BulkPress key={button.key} button={button} work={work} />
        ))}
      {offered.includes('delete') && (
        <BulkAct
          icon="trash"
          danger
          disabled={work.busy}
          onClick={() => void work.run({ move: { to: 'delete' } }, 'deleted')}
        >
          {t('bulk.delete')}
        </BulkAct>
      )}
    </BulkBar>
  )
}

/** A button of the form on all that is chosen; records on which its condition does not hold are left and told. */
function BulkPress({ button, work }: { button: LayoutElement; work: ReturnType<typeof useBulkWork> }) {
  const f = useFormat()
  const [asks, setAsks] = useState(false)
  const run = () => {
    setAsks(false)
    void work.run({ move: { to: 'press', button: button.key } }, 'changed')
  }
  return (
    <>
      <BulkAct icon="check" disabled={work.busy} onClick={() => (f.words(button.text) ? setAsks(true) : run())}>
        {f.words(button.label)}
      </BulkAct>
      {asks && <Asked button={button} onClose={() => setAsks(false)} onYes={run} />}
    </>
  )
}

/** The selection's own sum of the first money column. */
function SelectedSum({ form, rows, state, selection }: Omit<Props, 'total'>) {
  const f = useFormat()
  const [field] = summedColumns(form, state.columns)
  if (!field) return null
  const sum = rows.filter((r) => selection.has(r.id)).reduce((n, r) => n + (Number(r[field.key] ?? 0) || 0), 0)
  return (
    <>
      {f.words(field.label)} {f.money(sum, field.options?.code)}
    </>
  )
}
