// One handover from beginning to end on one screen: who, what they hold, to whom, what comes of it, and afterwards.
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Chip, EmptyState, ErrorState, FieldError, Icon, Modal, SkeletonRows } from '@/ui'
import css from './Handover.module.css'
import { askedOf, blank, isDecided, useHeld, usePlan, useStart, type Draft, type Held } from './handover'
import { Ending } from './Ending'
import { Holds } from './Holds'
import { Shares } from './Shares'
import { SplitPart } from './SplitPart'
import { TracesNote } from './TracesNote'

export function HandoverPage() {
  const { person = '' } = useParams()
  const held = useHeld(Number(person))
  const t = useText('handover')
  return (
    <section className={css.part}>
      <Link to="/settings/handover" className={css.line}>
        <Icon name="left" size={14} /> {t('back')}
      </Link>
      {held.isPending && <SkeletonRows count={6} />}
      {held.isError && <ErrorState error={held.error} retry={() => void held.refetch()} />}
      {held.data && <Handing key={held.data.person.id} held={held.data} />}
    </section>
  )
}

function Handing({ held }: { held: Held }) {
  const t = useText('handover')
  const { person } = held
  const [draft, setDraft] = useState<Draft>(() => blank(person.state === 'disabled' ? 'leaves' : 'stays'))
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const asked = askedOf(person.id, draft)
  const plan = usePlan(asked)
  const empty = held.forms.every((f) => f.count === 0) && held.fields.length === 0
  return (
    <>
      <div className={css.head}>
        <h2>{t('of', { name: person.name })}</h2>
        {person.department && <span className="t2">{person.department.title}</span>}
        {person.state !== 'active' && <Chip>{t(`personStates.${person.state}`)}</Chip>}
      </div>
      <TracesNote traces={held.traces} />
      <Step at={1} title={t('steps.holds')}>
        {empty && held.others.length === 0 ? (
          <EmptyState what={t('holdsNothing')} />
        ) : (
          <Holds held={held} fields={draft.fields} onFields={(fields) => set({ fields })} />
        )}
      </Step>
      <Step at={2} title={t('steps.split')}>
        <SplitPart held={held} draft={draft} set={set} />
      </Step>
      <Step at={3} title={t('steps.result')}>
        <Shares plan={plan} draft={draft} set={set} />
      </Step>
      <Step at={4} title={t('steps.end')}>
        <Ending held={held} draft={draft} set={set} />
      </Step>
      <Start
        name={person.name}
        total={plan.data?.total ?? 0}
        asked={asked}
        undecided={undecidedOf(draft)}
        blocked={plan.isError}
      />
    </>
  )
}

function Step({ at, title, children }: { at: number; title: string; children: React.ReactNode }) {
  return (
    <div className={css.block}>
      <h3 className={css.title}>
        <span className={css.num} aria-hidden>
          {at}
        </span>
        {title}
      </h3>
      {children}
    </div>
  )
}

type Undecided = 'undecided' | 'undecidedRule' | null

const undecidedOf = (draft: Draft): Undecided => {
  if (!draft.rules.every(isDecided)) return 'undecidedRule'
  return draft.restTo === 'give' && draft.rest.length === 0 ? 'undecided' : null
}

type StartProps = {
  name: string
  total: number
  asked: ReturnType<typeof askedOf>
  /** What nobody was chosen for, nor the pool. */
  undecided: Undecided
  blocked: boolean
}

function Start({ name, total, asked, undecided, blocked }: StartProps) {
  const t = useText('handover')
  const c = useText('common')
  const navigate = useNavigate()
  const start = useStart()
  const [open, setOpen] = useState(false)
  const problem = isProblem(start.error) ? start.error : null
  const go = () => start.mutate(asked, { onSuccess: (r) => void navigate(`/handovers/${r.id}`) })
  return (
    <div className={css.foot}>
      <span className={css.grow}>{undecided ? t(undecided) : blocked ? t('mend') : t('total', { count: total })}</span>
      <Button look="primary" icon="swap" disabled={blocked || undecided !== null} onClick={() => setOpen(true)}>
        {t('run')}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={t('runTitle', { name, count: total })}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{c('cancel')}</Button>
            <Button look="primary" loading={start.isPending} onClick={go}>
              {t('confirm')}
            </Button>
          </>
        }
      >
        <p>{t('runWhy')}</p>
        {asked.ending === 'leaves' && <p className="t2">{t('runLeaves', { name })}</p>}
        {problem && <FieldError>{problem.errors[0]?.detail ?? problem.body.detail}</FieldError>}
      </Modal>
    </div>
  )
}
