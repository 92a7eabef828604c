// The settings of one field: what it is called, what it demands, its kind's own options.
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText } from '@/i18n'
import { kindOf } from '@/kinds'
import { Button, Field, FieldError, Icon, Select, Switch } from '@/ui'
import { useBench } from '../bench'
import { copyIt, useRemoving } from '../canvas/cardActs'
import { LinkagePart } from '../linked/LinkagePart'
import { OffersPart } from '../linked/OffersPart'
import { isNew } from '../making'
import { changeField, changeKind, OFFERED, rekey, setOption } from '../model/fields'
import { freeKey, isCounted, slug } from '../model/keys'
import { detailOf, fieldAt, keyOf } from '../model/paths'
import { ownProblems, partProblem } from '../model/problems'
import type { FieldDef, KindInfo, Options } from '../model/types'
import { OWN_OPTIONS } from '../options/kindOptions'
import { SchemaForm } from '../options/SchemaForm'
import { LinesInput } from '../parts/LinesInput'
import { WordsInput } from '../parts/WordsInput'
import { DefaultInput } from './DefaultInput'
import { KeyInput } from './KeyInput'
import css from './Panel.module.css'
import { UsedWhere } from './UsedWhere'

export function FieldPanel({ path }: { path: string }) {
  const bench = useBench()
  const { form, kinds, edit, keeping } = bench
  const field = fieldAt(form, path)
  const kind = kinds.get(field?.kind ?? '')
  if (!field) return null
  const put = (change: Partial<FieldDef>, part?: string) =>
    edit((f) => changeField(f, path, change), part && `${path}:${part}`)
  const said = (part: string) => partProblem(keeping.problems, path, part)
  return (
    <div className={css.panel} data-testid="field-panel">
      <PanelHead field={field} kind={kind} path={path} />
      {ownProblems(keeping.problems, path).map((p) => (
        <FieldError key={p.code + p.detail}>{p.detail}</FieldError>
      ))}
      <Names field={field} path={path} put={put} error={said('label')} />
      <KeyInput path={path} />
      <KindPick field={field} path={path} />
      <Demands field={field} kind={kind} put={put} error={said('unique')} />
      <Settings key={field.kind} field={field} kind={kind} path={path} said={said} />
      {!kind?.computed && detailOf(path) === null && isLinkable(field.kind) && (
        <LinkagePart field={field} onChange={(linkage) => put({ linkage }, 'linkage')} />
      )}
      {detailOf(path) === null && OFFERED.includes(field.kind) && (
        <OffersPart field={field} onChange={(offers) => put({ offers }, 'offers')} />
      )}
      <DefaultInput field={field} error={said('default')} onChange={(v) => put({ default: v }, 'default')} />
      <Aliases field={field} put={put} />
    </div>
  )
}

const UNLINKED = ['detail', 'file', 'image', 'signature', 'relations', 'people', 'departments']
const isLinkable = (kind: string): boolean => !UNLINKED.includes(kind)

type SettingsProps = {
  field: FieldDef
  kind: KindInfo | undefined
  path: string
  said: (part: string) => string | undefined
}

function Settings({ field, kind, path, said }: SettingsProps) {
  const { edit } = useBench()
  const Own = OWN_OPTIONS[field.kind]
  const put = (change: Options, part?: string) =>
    edit(
      (f) => Object.entries(change).reduce((now, [name, value]) => setOption(now, path, name, value, kind?.options), f),
      part && `${path}:${part}`,
    )
  const shared = { options: field.options ?? {}, problem: (name: string) => said(`options.${name}`) }
  if (Own) return <Own {...shared} put={put} />
  const set = (name: string, value: unknown, run?: boolean) =>
    edit((f) => setOption(f, path, name, value, kind?.options), run ? `${path}:${name}` : undefined)
  return <SchemaForm {...shared} schema={kind?.options} onChange={set} run={path} />
}

function PanelHead({ field, kind, path }: { field: FieldDef; kind: KindInfo | undefined; path: string }) {
  const t = useText('designer')
  const c = useText('common')
  const f = useFormat()
  const bench = useBench()
  const remove = useRemoving()
  const column = detailOf(path) !== null
  return (
    <>
      <div className={css.head}>
        <Icon name={kindOf(field.kind).icon} />
        <b className="ellipsis">{f.words(field.label) || field.key}</b>
        <span className="caption">{f.words(kind?.label) || field.kind}</span>
      </div>
      <div className={css.acts}>
        <Button size="small" look="text" icon="copy" onClick={() => copyIt(bench, path)}>
          {t('copyField')}
        </Button>
        <UsedWhere path={path} />
        <Button
          size="small"
          look="text"
          icon="trash"
          disabled={!column && bench.form.title === field.key}
          onClick={() => remove([path])}
        >
          {c('delete')}
        </Button>
      </div>
    </>
  )
}

type Put = (change: Partial<FieldDef>, part?: string) => void

function Names({ field, path, put, error }: { field: FieldDef; path: string; put: Put; error: string | undefined }) {
  const t = useText('designer')
  const settle = useBetterKey(field, path)
  return (
    <>
      <Field label={t('label')} error={error} required>
        {(ids) => (
          <WordsInput
            id={ids.id}
            invalid={ids.invalid}
            label={t('label')}
            value={field.label}
            onChange={(label) => put({ label }, 'label')}
            onBlur={settle}
          />
        )}
      </Field>
      <Field label={t('hint')}>
        {(ids) => (
          <WordsInput
            id={ids.id}
            label={t('hint')}
            value={field.hint}
            onChange={(hint: Words) => put({ hint }, 'hint')}
          />
        )}
      </Field>
    </>
  )
}

/** A key that was only counted gives way to one made of the label's Latin words, once the label is typed. */
function useBetterKey(field: FieldDef, path: string): () => void {
  const { form, inForce, edit, choose, kinds } = useBench()
  return () => {
    const wanted = slug(field.label['en-US'] ?? '') || slug(field.label['zh-CN'] ?? '')
    const unnamed = isCounted(wanted, slug(kinds.get(field.kind)?.label['en-US'] ?? ''))
    if (!wanted || unnamed || !isCounted(keyOf(path), field.kind) || !isNew(inForce, path)) return
    const detail = detailOf(path)
    const siblings = detail === null ? form.fields : (fieldAt(form, detail)?.fields ?? [])
    const key = freeKey(
      wanted,
      siblings.filter((x) => x !== field).map((x) => x.key),
    )
    edit((f) => rekey(f, path, key), `${path}:label`)
    choose({ fields: [detail === null ? key : `${detail}.${key}`], section: null })
  }
}

function KindPick({ field, path }: { field: FieldDef; path: string }) {
  const t = useText('designer')
  const f = useFormat()
  const { kinds, edit, inForce } = useBench()
  const column = detailOf(path) !== null
  const options = [...kinds.values()]
    .filter((k) => k.key === field.kind || ((!column || k.detail) && k.group !== 'layout'))
    .map((k) => ({ value: k.key, label: f.words(k.label), search: `${f.words(k.label)} ${k.key}` }))
  const change = (key: string | null) => {
    const kind = key === null ? undefined : kinds.get(key)
    if (kind) edit((x) => changeKind(x, path, kind.key, kind.options, kind.unique))
  }
  return (
    <Field label={t('kind')} hint={isNew(inForce, path) ? undefined : t('kindHint')}>
      {(ids) => <Select {...ids} searchable options={options} value={field.kind} onChange={change} />}
    </Field>
  )
}

function Demands({
  field,
  kind,
  put,
  error,
}: {
  field: FieldDef
  kind: KindInfo | undefined
  put: Put
  error: string | undefined
}) {
  const t = useText('designer')
  const rows = [
    { part: 'required' as const, may: !kind?.computed },
    { part: 'readonly' as const, may: !kind?.computed },
    { part: 'unique' as const, may: kind?.unique ?? false },
  ].filter((r) => r.may)
  if (rows.length === 0) return null
  return (
    <div className={css.switches}>
      {rows.map(({ part }) => (
        <label key={part} className={css.switch}>
          <span>
            {t(part)}
            <span className="caption">{t(`${part}Hint`)}</span>
          </span>
          <Switch checked={field[part] ?? false} onChange={(on) => put({ [part]: on })} aria-label={t(part)} />
        </label>
      ))}
      <FieldError>{error}</FieldError>
    </div>
  )
}

function Aliases({ field, put }: { field: FieldDef; put: Put }) {
  const t = useText('designer')
  return (
    <Field label={t('aliases')} hint={t('aliasesHint')}>
      {(ids) => (
        <LinesInput
          id={ids.id}
          label={t('aliases')}
          value={field.aliases ?? []}
          onChange={(aliases) => put({ aliases })}
        />
      )}
    </Field>
  )
}
