// A channel: which service, its name, and what the service must be told; secrets are never shown again.
import { useState } from 'react'
import { isProblem, type Problem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Drawer, Field, FieldError, Input, Select, Switch } from '@/ui'
import { useSaveChannel, type Channel, type Option, type Service } from './messages'

type Props = { channel: Channel | null; services: Service[]; onClose: () => void }

export function ChannelForm({ channel, services, onClose }: Props) {
  const t = useText('messages')
  const c = useText('common')
  const save = useSaveChannel()
  const [kind, setKind] = useState(channel?.kind ?? 'smtp')
  const [label, setLabel] = useState(channel?.label ?? '')
  const [enabled, setEnabled] = useState(channel?.enabled ?? true)
  const [options, setOptions] = useState<Record<string, string>>(channel?.options ?? {})
  const service = services.find((s) => s.key === kind)
  const problem = isProblem(save.error) ? save.error : null
  const submit = () => {
    const known = Object.fromEntries((service?.options ?? []).map((o) => [o.key, options[o.key] ?? o.default]))
    const wanted = { kind, label: label.trim() || (service?.label ?? ''), options: known, enabled }
    save.mutate(
      { channel, wanted },
      {
        onSuccess: () => {
          toast({ text: t('channels.saved') })
          onClose()
        },
      },
    )
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title={t(channel ? 'channels.edit' : 'channels.add')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={submit} loading={save.isPending}>
            {c('save')}
          </Button>
        </>
      }
    >
      <Field label={t('channels.service')} required error={problem?.of('kind')}>
        {(ids) => (
          <Select
            id={ids.id}
            value={kind}
            disabled={channel !== null}
            onChange={(next) => next && setKind(next)}
            options={services.map((s) => ({ value: s.key, label: s.label }))}
            aria-label={t('channels.service')}
          />
        )}
      </Field>
      <Field label={t('channels.label')} error={problem?.of('label')}>
        {(ids) => <Input {...ids} value={label} onChange={setLabel} placeholder={service?.label} maxLength={100} />}
      </Field>
      {(service?.options ?? []).map((option) => (
        <OptionField
          key={`${kind}.${option.key}`}
          option={option}
          kept={channel?.secrets.includes(option.key) ?? false}
          value={options[option.key] ?? option.default}
          onChange={(value) => setOptions({ ...options, [option.key]: value })}
          problem={problem}
        />
      ))}
      <Field label={t('channels.enabled')}>
        {(ids) => (
          <div>
            <Switch id={ids.id} checked={enabled} onChange={setEnabled} aria-label={t('channels.enabled')} />
          </div>
        )}
      </Field>
      {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
    </Drawer>
  )
}

type OptionProps = {
  option: Option
  kept: boolean
  value: string
  onChange: (value: string) => void
  problem: Problem | null
}

function OptionField({ option, kept, value, onChange, problem }: OptionProps) {
  const t = useText('messages')
  return (
    <Field
      label={option.label}
      hint={option.hint || undefined}
      required={option.required && !kept}
      error={problem?.of(`options.${option.key}`)}
    >
      {(ids) =>
        option.kind === 'choice' ? (
          <Select
            id={ids.id}
            value={value}
            onChange={(next) => onChange(next ?? '')}
            options={option.choices}
            aria-label={option.label}
          />
        ) : (
          <Input
            {...ids}
            value={value}
            onChange={onChange}
            type={option.secret ? 'password' : 'text'}
            autoComplete={option.secret ? 'new-password' : 'off'}
            inputMode={option.kind === 'number' ? 'numeric' : undefined}
            placeholder={kept ? t('channels.kept') : undefined}
          />
        )
      }
    </Field>
  )
}
