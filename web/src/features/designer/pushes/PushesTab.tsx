// What records of the form may be pushed into: each push with its steps, whose fields are joined by lines.
import { useText } from '@/i18n'
import { Button, EmptyState, FieldError } from '@/ui'
import { useBench } from '../sight'
import designer from '../Designer.module.css'
import { addPush, pushesOf } from '../model/pushes'
import { inBoth } from '../words'
import { PushCard } from './PushCard'

export function PushesTab() {
  const t = useText('pushDesign')
  const { form, edit, keeping } = useBench()
  const pushes = pushesOf(form)
  const add = (
    <Button icon="plus" onClick={() => edit((x) => addPush(x, inBoth('push')))}>
      {t('add')}
    </Button>
  )
  return (
    <div className={designer.page}>
      {pushes.length === 0 ? (
        <EmptyState what={t('none')} why={t('noneWhy')} action={add} />
      ) : (
        <div className={designer.column}>
          <FieldError>{keeping.problems.find((p) => p.field === 'pushes')?.detail}</FieldError>
          {pushes.map((push) => (
            <PushCard key={push.key} push={push} />
          ))}
          <span>{add}</span>
        </div>
      )}
    </div>
  )
}
