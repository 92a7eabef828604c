// A form's records by stage: drag between stages, sums per column, gates that open where the card was dropped.
import {
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { titleOf } from '@/core/titles'
import { may, stageOf, stagesOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { asksForPush } from '@/core/pushing'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { toWrite } from '@/kinds'
import { Drop, EmptyState, ErrorState, ProgressLine, SkeletonRows } from '@/ui'
import { held, moved, useBoard, useMoveCard, type Board, type BoardQuery } from './board'
import css from './Board.module.css'
import { CardFace } from './Card'
import { gateOf, overtakenBy, type Gate } from './gate'
import { GatePanel } from './GatePanel'
import { EndColumn, StageColumn } from './StageColumn'

type Ground = (row: Row) => string | undefined
type Props = {
  form: Form
  query: BoardQuery
  onAdd?: (stage: string) => void
  onStage: (stage: string) => void
  /** The tint of a card that meets one of the view's colours. */
  ground: Ground
}

/** A card waiting for what its new stage asks for. */
type Waiting = { row: Row; to: string; gate: Gate }

/** `onStage` opens the ordinary list narrowed to one stage; `onAdd` starts a record there. */
export function KanbanBoard({ form, query, onAdd, onStage, ground }: Props) {
  const t = useText('kanban')
  const navigate = useNavigate()
  const board = useBoard(form.key, query)
  const move = useMoveCard(form.key)
  const [gate, setGate] = useState<Waiting | null>(null)
  const [dragged, setDragged] = useState<Row | null>(null)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space'] } }),
  )
  if (board.isPending) return <SkeletonRows count={6} height="108px" />
  if (board.isLoadingError) return <ErrorState error={board.error} retry={() => void board.refetch()} />

  const attempt = (row: Row, to: string, values?: { [key: string]: unknown }) => {
    const from = String(row.stage)
    move.mutate(
      { row, to, ...(values ? { values } : {}) },
      {
        onSuccess: (saved) => {
          setGate(null)
          toast({ text: t('movedTo', { title: titleOf(row) }), undo: () => move.mutate({ row: saved, to: from }) })
        },
        onError: (e) => {
          if (asksForPush(e, form.key, row.id)) return setGate(null)
          const asks = gateOf(e, to)
          const newer = overtakenBy(e)
          if (asks) setGate({ row, to, gate: asks })
          else if (gate && newer !== null) setGate({ ...gate, row: { ...row, version: newer } })
          else if (isProblem(e)) toast({ text: e.message })
        },
      },
    )
  }
  const dropped = (e: DragEndEvent) => {
    setDragged(null)
    const row = e.active.data.current?.row as Row | undefined
    const to = e.over?.data.current?.stage as string | undefined
    if (row && to && row.stage !== to) attempt(row, to)
  }
  const panel = gate && (
    <GatePanel
      form={form}
      row={gate.row}
      stage={stagesOf(form).find((s) => s.key === gate.to)!}
      gate={gate.gate}
      busy={move.isPending}
      error={move.error}
      onBack={() => setGate(null)}
      onComplete={(values) => attempt(gate.row, gate.to, toWrite(form.fields, values))}
    />
  )
  return (
    <div className={css.page}>
      <ProgressLine active={board.isFetching} />
      <BoardTotals board={board.data} />
      <DndContext
        sensors={sensors}
        onDragStart={(e) => setDragged((e.active.data.current?.row as Row | undefined) ?? null)}
        onDragEnd={dropped}
        onDragCancel={() => setDragged(null)}
        accessibility={{ screenReaderInstructions: { draggable: t('dragHelp') } }}
      >
        <Columns
          form={form}
          board={waiting(form, board.data, gate)}
          gate={gate}
          panel={panel}
          onBack={() => setGate(null)}
          onStage={onStage}
          onAdd={may(form, 'create') ? onAdd : undefined}
          onOpen={(row) => void navigate(`/f/${form.key}/${row.id}`)}
          ground={ground}
        />
        <DragOverlay dropAnimation={null}>
          {dragged && (
            <div className={`${css.card} ${css.lifted}`}>
              <CardFace form={form} row={dragged} />
            </div>
          )}
        </DragOverlay>
      </DndContext>
    </div>
  )
}

/** While its gate asks, a card stands in the open stage it was dropped on; slim columns show no cards. Whatever becomes
 * of it meanwhile, it stays until it is answered or put back. */
function waiting(form: Form, board: Board, gate: Waiting | null): Board {
  if (!gate) return board
  const open = stageOf(form, gate.to)?.type === 'open'
  return open ? moved(held(board, gate.row, gate.to), gate.row, gate.to) : held(board, gate.row, String(gate.row.stage))
}

type ColumnsProps = {
  form: Form
  board: Board
  gate: Waiting | null
  panel: React.ReactNode
  onBack: () => void
  onOpen: (row: Row) => void
  onStage: (stage: string) => void
  onAdd?: ((stage: string) => void) | undefined
  ground: Ground
}

function Columns({ form, board, gate, panel, onBack, onOpen, onStage, onAdd, ground }: ColumnsProps) {
  const stages = stagesOf(form)
  const open = stages.filter((s) => s.type === 'open')
  const most = Math.max(
    1,
    ...board.columns.filter((c) => open.some((s) => s.key === c.stage)).map((c) => c.amount ?? c.count),
  )
  const column = (key: string) =>
    board.columns.find((c) => c.stage === key) ?? { stage: key, count: 0, amount: null, weighted: null, items: [] }
  return (
    <div className={css.board}>
      {open.map((stage, i) => {
        const data = column(stage.key)
        return (
          <StageColumn
            key={stage.key}
            form={form}
            stage={stage}
            column={data}
            share={(data.amount ?? data.count) / most}
            step={rampStep(i, open.length)}
            onOpen={onOpen}
            onAdd={onAdd && (() => onAdd(stage.key))}
            onMore={() => onStage(stage.key)}
            gate={gate ? { row: gate.row, panel, onBack } : undefined}
            ground={ground}
          />
        )
      })}
      <div className={css.ends}>
        {stages
          .filter((s) => s.type !== 'open')
          .map((stage) => (
            <EndColumn key={stage.key} stage={stage} column={column(stage.key)} onOpen={() => onStage(stage.key)} />
          ))}
      </div>
    </div>
  )
}

/** Which of the four ramp steps the i-th of n open stages takes: deeper is nearer to cash. */
export const rampStep = (i: number, n: number): number => (n <= 1 ? 4 : 1 + Math.round((i * 3) / (n - 1)))

function BoardTotals({ board }: { board: Board }) {
  const t = useText('kanban')
  const f = useFormat()
  const { count, amount, weighted, leaking } = board.totals
  if (count === 0) return <EmptyState what={t('empty')} why={t('emptyWhy')} />
  return (
    <p className={css.totals}>
      <span>{t('count', { count })}</span>
      {amount !== null && (
        <span>
          {t('sum')} <b>{f.short(amount)}</b>
        </span>
      )}
      {weighted !== null && (
        <span>
          {t('weightedSum')} <b>{f.short(weighted)}</b>
        </span>
      )}
      {leaking.count > 0 && (
        <span className="hot">
          <Drop level={3} /> {t('leaking', { count: leaking.count })}{' '}
          {leaking.amount !== null && f.short(leaking.amount)}
        </span>
      )}
    </p>
  )
}
