// The settings of one field: what it is called, what it demands, its kind's own options.
import { memo, useCallback } from 'react'
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText } from '@/i18n'
import { kindOf } from '@/kinds'
import { Button, Field, FieldError, Icon } from '@/ui'
import type { Bench } from '../bench'
import { useBench } from '../sight'
import { copyIt, useRemoving } from '../canvas/cardActs'
import { LinkagePart } from '../linked/LinkagePart'
import { OffersPart } from '../linked/OffersPart'
import { isNew } from '../making'
import { changeField, OFFERED, rekey, setOption } from '../model/fields'
import { freeKey, isCounted, slug } from '../model/keys'
import { detailOf, fieldAt, keyOf } from '../model/paths'
import { ownProblems, partProblem } from '../model/problems'
import type { FieldDef, KindInfo, Options } from '../model/types'
import { OWN_OPTIONS } from '../options/kindOptions'
import { SchemaForm } from '../options/SchemaForm'
import { LinesInput } from '../parts/LinesInput'
import { useStable } from '../parts/stable'
import { WordsInput } from '../parts/WordsInput'
import { DefaultInput } from './DefaultInput'
import { Demands, demandsOf } from './Demands'
import { KeyInput } from './KeyInput'
import { KindPick } from './KindPick'
import { PlaceLine } from './PlaceLine'
import css from './Panel.module.css'
import { UsedWhere } from './UsedWhere'

export function FieldPanel({ path }: { path: string }) {
  const bench = useBench()
  const { form, kinds, edit, keeping } = bench
  const { problems } = keeping
  const field = fieldAt(form, path)
  const kind = kinds.get(field?.kind ?? '')
  const put = useCallback(
    (change: Partial<FieldDef>, part?: string) => edit((f) => changeField(f, path, change), part && `${path}:${part}`),
    [edit, path],
  )
  const said = useCallback((part: string) => partProblem(problems, path, part), [problems, path])
  if (!field) return null
  return (
    <div className={css.panel} data-testid="field-panel">
      <PanelHead field={field} kind={kind} path={path} />
      {detailOf(path) === null && <PlaceLine name={path} />}
      {ownProblems(keeping.problems, path).map((p) => (
        <FieldError key={p.code + p.detail}>{p.detail}</FieldError>
      ))}
      <Names field={field} path={path} put={put} error={said('label')} />
      <KeyInput path={path} />
      <KindPick field={field} path={path} />
      <Demands {...demandsOf(field)} kind={kind} put={put} error={said('unique')} />
      <Settings
        key={field.kind}
        of={field.kind}
        options={field.options}
        kind={kind}
        path={path}
        said={said}
        edit={edit}
      />
      {!kind?.computed && detailOf(path) === null && isLinkable(field.kind) && (
        <LinkagePart field={field} onChange={(linkage) => put({ linkage }, 'linkage')} />
      )}
      {detailOf(path) === null && OFFERED.includes(field.kind) && (
        <OffersPart field={field} onChange={(offers) => put({ offers }, 'offers')} />
      )}
      <DefaultInput field={field} error={said('default')} onChange={(v) => put({ default: v }, 'default')} />
      <Aliases aliases={field.aliases} put={put} />
    </div>
  )
}

const UNLINKED = ['detail', 'file', 'image', 'signature', 'relations', 'people', 'departments']
const isLinkable = (kind: string): boolean => !UNLINKED.includes(kind)

type SettingsProps = {
  of: string
  options: Options | undefined
  kind: KindInfo | undefined
  path: string
  said: (part: string) => string | undefined
  edit: Bench['edit']
}

const NO_OPTIONS: Options = {}

const Settings = memo(function Settings({ of, options = NO_OPTIONS, kind, path, said, edit }: SettingsProps) {
  const Own = OWN_OPTIONS[of]
  const put = (change: Options, part?: string) =>
    edit(
      (f) => Object.entries(change).reduce((now, [name, value]) => setOption(now, path, name, value, kind?.options), f),
      part && `${path}:${part}`,
    )
  const shared = { options, problem: (name: string) => said(`options.${name}`) }
  if (Own) return <Own {...shared} put={put} />
  const set = (name: string, value: unknown, run?: boolean) =>
    edit((f) => setOption(f, path, name, value, kind?.options), run ? `${path}:${name}` : undefined)
  return <SchemaForm {...shared} schema={kind?.options} onChange={set} run={path} />
})

function PanelHead({ field, kind, path }: { field: FieldDef; kind: KindInfo | undefined; path: string }) {
  const f = useFormat()
  const bench = useBench()
  const remove = useRemoving()
  const copy = useStable(() => copyIt(bench, path))
  const away = useStable(() => remove([path]))
  const column = detailOf(path) !== null
  return (
    <>
      <div className={css.head}>
        <Icon name={kindOf(field.kind).icon} />
        <b className="ellipsis">{f.words(field.label) || field.key}</b>
        <span className="caption">{f.words(kind?.label) || field.kind}</span>
      </div>
      <Acts path={path} copy={copy} remove={away} last={!column && bench.form.title === field.key} />
    </>
  )
}

type ActsProps = { path: string; copy: () => void; remove: () => void; last: boolean }

const Acts = memo(function Acts({ path, copy, remove, last }: ActsProps) {
  const t = useText('designer')
  const c = useText('common')
  return (
    <div className={css.acts}>
      <Button size="small" look="text" icon="copy" onClick={copy}>
        {t('copyField')}
      </Button>
      <UsedWhere path={path} />
      <Button size="small" look="text" icon="trash" disabled={last} onClick={remove}>
        {c('delete')}
      </Button>
    </div>
  )
})

type Put = (change: Partial<FieldDef>, part?: string) => void

function Names({ field, path, put, error }: { field: FieldDef; path: string; put: Put; error: string | undefined }) {
  const t = useText('designer')
  const settle = useBetterKey(field, path)
  const putHint = useCallback((hint: Words) => put({ hint }, 'hint'), [put])
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
        {(ids) => <WordsInput id={ids.id} label={t('hint')} value={field.hint} onChange={putHint} />}
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

const NONE: string[] = []

const Aliases = memo(function Aliases({ aliases = NONE, put }: { aliases: string[] | undefined; put: Put }) {
  const t = useText('designer')
  return (
    <Field label={t('aliases')} hint={t('aliasesHint')}>
      {(ids) => (
        <LinesInput
          id={ids.id}
          label={t('aliases')}
          value={aliases}
          names
          onChange={(next) => put({ aliases: next })}
        />
      )}
    </Field>
  )
})
