// When two records are the same: the keys of the form, what each does, and where else it looks.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, FieldError, IconButton, MultiSelect, Segmented } from '@/ui'
import { useBench } from '../sight'
import { freeKey } from '../model/keys'
import { shownFields } from '../model/paths'
import { problemsOf } from '../model/problems'
import type { FormDef, TwinKeyDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import { WordsInput } from '../parts/WordsInput'
import css from './Settings.module.css'
import { TwinPlaces } from './TwinPlaces'

const keysOf = (form: FormDef): TwinKeyDef[] => form.duplicates ?? []

function added(form: FormDef): FormDef {
  const key = freeKey(
    'same',
    keysOf(form).map((x) => x.key),
  )
  return { ...form, duplicates: [...keysOf(form), { key, kind: 'warn', fields: [form.title] }] }
}

export function TwinsPart() {
  const t = useText('twins')
  const { form, edit, keeping } = useBench()
  return (
    <section className={css.card}>
      <h2>{t('design.title')}</h2>
      <p className="caption">{t('design.hint')}</p>
      <FieldError>{keeping.problems.find((p) => p.field === 'duplicates')?.detail}</FieldError>
      {keysOf(form).map((twin) => (
        <TwinEdit key={twin.key} twin={twin} />
      ))}
      <span>
        <Button size="small" icon="plus" onClick={() => edit(added)}>
          {t('design.add')}
        </Button>
      </span>
    </section>
  )
}

function TwinEdit({ twin }: { twin: TwinKeyDef }) {
  const t = useText('twins')
  const d = useText('designer')
  const f = useFormat()
  const { form, kinds, edit, keeping } = useBench()
  const put = (change: Partial<TwinKeyDef>, run?: string) =>
    edit(
      (x) => ({ ...x, duplicates: keysOf(x).map((each) => (each.key === twin.key ? { ...each, ...change } : each)) }),
      run,
    )
  const options = shownFields(form)
    .filter((x) => kinds.get(x.kind)?.unique)
    .map((x) => ({ value: x.key, label: f.words(x.label) || x.key, search: `${f.words(x.label)} ${x.key}` }))
  const name =
    f.words(twin.label ?? {}) || twin.fields.map((k) => options.find((o) => o.value === k)?.label ?? k).join(' + ')
  return (
    <div className={css.view} role="group" aria-label={name}>
      <div className={css.two}>
        <Field label={t('design.name')}>
          {(ids) => (
            <WordsInput
              id={ids.id}
              label={t('design.name')}
              value={twin.label ?? {}}
              onChange={(label) => put({ label }, `twin.${twin.key}`)}
            />
          )}
        </Field>
        <Field label={t('design.fields')} required>
          {(ids) => (
            <MultiSelect
              {...ids}
              searchable
              value={twin.fields}
              options={options}
              onChange={(fields) => put({ fields })}
            />
          )}
        </Field>
      </div>
      <TwinDoes twin={twin} put={put} />
      <TwinPlaces twin={twin} put={put} />
      {problemsOf(keeping.problems, `duplicates.${twin.key}`).map((p) => (
        <FieldError key={`${p.field}.${p.code}`}>{p.detail}</FieldError>
      ))}
      <div className={css.foot}>
        <span />
        <IconButton
          icon="trash"
          size="small"
          label={d('removeNamed', { name })}
          onClick={() => edit((x) => ({ ...x, duplicates: keysOf(x).filter((each) => each.key !== twin.key) }))}
        />
      </div>
    </div>
  )
}

type DoesProps = { twin: TwinKeyDef; put: (change: Partial<TwinKeyDef>) => void }

function TwinDoes({ twin, put }: DoesProps) {
  const t = useText('twins')
  const { view } = useBench()
  const kind = twin.kind ?? 'warn'
  return (
    <div className={css.two}>
      <Field label={t('design.kind')}>
        {() => (
          <Segmented
            aria-label={t('design.kind')}
            value={kind}
            options={[
              { value: 'warn', label: t('design.warn') },
              { value: 'block', label: t('design.block') },
            ]}
            onChange={(next) => put({ kind: next, ...(next === 'block' ? { when: null } : {}) })}
          />
        )}
      </Field>
      <Field label={t('design.tells')}>
        {(ids) => (
          <MultiSelect
            {...ids}
            value={twin.tells ?? []}
            options={[
              { value: 'since', label: t('design.tellSince') },
              { value: 'owner', label: t('design.tellOwner') },
            ]}
            onChange={(tells) => put({ tells: tells as TwinKeyDef['tells'] })}
          />
        )}
      </Field>
      {kind === 'warn' && (
        <Field label={t('design.when')}>
          {() => (
            <ConditionInput
              form={view}
              label={t('design.when')}
              value={twin.when ?? null}
              onChange={(when) => put({ when })}
            />
          )}
        </Field>
      )}
    </div>
  )
}
