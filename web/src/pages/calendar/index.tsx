// The calendar: what waits for me, day by day; a task is added where it belongs, other programs may read along.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { may, slot, useForms } from '@/core/forms'
import { usePhone } from '@/core/media'
import { useLooking } from '@/core/session'
import { useFormat } from '@/core/format'
import { AGENDA } from '@/features/agenda/agenda'
import { Agenda } from '@/features/agenda/Agenda'
import { Feeds } from '@/features/agenda/Feeds'
import { valueOn } from '@/features/dated/span'
import { PageHead } from '@/features/page/PageHead'
import { CreateDrawer } from '@/features/record-form/CreateDrawer'
import { useText } from '@/i18n'
import { Button, IconButton } from '@/ui'

export default function CalendarPage() {
  const t = useText('agenda')
  const f = useFormat()
  const phone = usePhone()
  const client = useQueryClient()
  const looking = useLooking()
  const [feeds, setFeeds] = useState(false)
  const [day, setDay] = useState<string | null>(null)
  const task = useForms().data?.items.find((form) => form.traits?.task && may(form, 'create'))
  const due = task && slot(task, 'task', 'due_at')
  const add = task && due && !looking ? setDay : undefined
  const actions = !looking && (
    <>
      {phone ? (
        <IconButton icon="link" iconSize={20} label={t('subscribe')} onClick={() => setFeeds(true)} />
      ) : (
        <Button icon="link" size="small" onClick={() => setFeeds(true)}>
          {t('subscribe')}
        </Button>
      )}
      {add && !phone && (
        <Button look="primary" icon="plus" size="small" onClick={() => add(f.today())}>
          {t('newTask')}
        </Button>
      )}
    </>
  )
  return (
    <>
      <PageHead title={t('title')} actions={actions} />
      <Agenda onAdd={add} />
      <Feeds open={feeds} onClose={() => setFeeds(false)} />
      {task && due && (
        <CreateDrawer
          form={task}
          open={day !== null}
          onClose={() => setDay(null)}
          onCreated={() => void client.invalidateQueries({ queryKey: AGENDA })}
          {...(day ? { start: { [due]: valueOn('datetime', day, f.zone) } } : {})}
        />
      )}
    </>
  )
}
