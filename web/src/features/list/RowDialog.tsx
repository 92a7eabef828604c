// What a button of a row asks before it acts: what happened, which stage, whose it becomes.
import { stageOf, stagesOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { titleOf } from '@/core/titles'
import type { Form, Row } from '@/core/types'
import { GatePanel } from '@/features/kanban/GatePanel'
import { Composer } from '@/features/log/Composer'
import { useAdvance } from '@/features/record/advance'
import { AssignDialog } from '@/features/record/AssignDialog'
import { useText } from '@/i18n'
import { FieldError, Modal, StageGlyph } from '@/ui'
import { isProblem } from '@/core/problem'
import css from './panels.module.css'

export type Asking = { act: 'log' | 'stage' | 'assign'; row: Row }

type Props = { form: Form; asking: Asking; onClose: () => void }

export function RowDialog({ form, asking, onClose }: Props) {
  const { act, row } = asking
  if (act === 'assign') return <AssignDialog form={form} row={row} open onClose={onClose} />
  if (act === 'stage') return <StageDialog form={form} row={row} onClose={onClose} />
  const title = titleOf(row)
  return (
    <Modal open onClose={onClose} title={title} width={560}>
      <Composer about={{ form: form.key, id: row.id, title }} onLogged={onClose} autoFocus />
    </Modal>
  )
}

function StageDialog({ form, row, onClose }: { form: Form; row: Row; onClose: () => void }) {
  const t = useText('views')
  const f = useFormat()
  const advance = useAdvance(form, row, onClose)
  const { gate } = advance
  const asked = gate && stageOf(form, gate.stage)
  return (
    <Modal open onClose={onClose} title={`${titleOf(row)} · ${t('moveTo')}`}>
      {gate && asked ? (
        <GatePanel
          form={form}
          row={row}
          stage={asked}
          gate={gate}
          busy={advance.busy}
          error={advance.error}
          onBack={advance.cancel}
          onComplete={(values) => advance.to(gate.stage, values)}
        />
      ) : (
        <div className={css.stages}>
          {stagesOf(form).map((stage) => (
            <button
              key={stage.key}
              type="button"
              className={`plain-button ${css.stage}`}
              disabled={advance.busy || stage.key === row.stage}
              aria-current={stage.key === row.stage ? 'step' : undefined}
              onClick={() => advance.to(stage.key)}
            >
              <StageGlyph probability={stage.probability ?? 0} type={stage.type} />
              {f.words(stage.label)}
            </button>
          ))}
          <FieldError>{isProblem(advance.error) ? advance.error.message : null}</FieldError>
        </div>
      )}
    </Modal>
  )
}
