// A real try of a channel, with the answer of the other side as it came.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Icon, Input, Modal } from '@/ui'
import css from './messages.module.css'
import { useTry, type Channel } from './messages'

export function TryChannel({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useText('messages')
  const c = useText('common')
  const attempt = useTry(channel.key)
  const [to, setTo] = useState('')
  const asks = channel.purpose === 'mail' || channel.purpose === 'sms'
  const told = attempt.data
  return (
    <Modal
      open
      onClose={onClose}
      title={`${t('channels.testTitle')} · ${channel.label}`}
      footer={
        <>
          <Button onClick={onClose}>{c('close')}</Button>
          <Button
            look="primary"
            onClick={() => attempt.mutate(to.trim())}
            loading={attempt.isPending}
            disabled={asks && !to.trim()}
          >
            {t('channels.testSend')}
          </Button>
        </>
      }
    >
      {asks && (
        <Field label={t('channels.testTo')}>
          {(ids) => <Input {...ids} value={to} onChange={setTo} type={channel.purpose === 'mail' ? 'email' : 'tel'} />}
        </Field>
      )}
      <p className="caption">{t('channels.testHint')}</p>
      {told && (
        <div className={css.tried} role="status">
          <p className={told.ok ? css.good : css.error}>
            <Icon name={told.ok ? 'check' : 'warn'} size={14} /> {t(told.ok ? 'channels.testOk' : 'channels.testBad')}
          </p>
          {told.detail && <p>{told.detail}</p>}
          {told.said && !told.detail?.includes(told.said) && (
            <p className="caption">{t('channels.said', { said: told.said })}</p>
          )}
        </div>
      )}
      {attempt.error && (
        <FieldError>{isProblem(attempt.error) ? attempt.error.message : String(attempt.error)}</FieldError>
      )}
    </Modal>
  )
}
