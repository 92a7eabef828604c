// The settings of a line, a text, another page, a query or a button.
import { useText } from '@/i18n'
import { Button, Field, FieldError, Icon, Input, NumberInput } from '@/ui'
import { useBench } from '../sight'
import { copyIt, useRemoving } from '../canvas/cardActs'
import { PressPart } from '../linked/PressPart'
import { QueryPart } from '../linked/QueryPart'
import { changeElement } from '../model/elements'
import { problemsOf } from '../model/problems'
import type { ElementDef } from '../model/types'
import { WordsInput } from '../parts/WordsInput'
import css from './Panel.module.css'
import { PlaceLine } from './PlaceLine'

export function ElementPanel({ element }: { element: ElementDef }) {
  const t = useText('designer')
  const c = useText('common')
  const bench = useBench()
  const remove = useRemoving()
  const { key, kind } = element
  const put = (change: Partial<ElementDef>, part: string) =>
    bench.edit((f) => changeElement(f, key, change), `element.${key}.${part}`)
  return (
    <div className={css.panel} data-testid="element-panel">
      <div className={css.head}>
        <Icon name="rows" />
        <b>{t(`element.${kind}`)}</b>
      </div>
      <div className={css.acts}>
        <Button size="small" look="text" icon="copy" onClick={() => copyIt(bench, key)}>
          {t('copyField')}
        </Button>
        <Button size="small" look="text" icon="trash" onClick={() => remove([key])}>
          {c('delete')}
        </Button>
      </div>
      <PlaceLine name={key} />
      {problemsOf(bench.keeping.problems, `elements.${key}`).map((p) => (
        <FieldError key={p.field + p.code}>{p.detail}</FieldError>
      ))}
      <Field label={t('label')}>
        {(ids) => (
          <WordsInput
            id={ids.id}
            label={t('label')}
            value={element.label}
            onChange={(label) => put({ label }, 'label')}
          />
        )}
      </Field>
      {kind === 'description' && (
        <Field label={t('elementText')} required>
          {(ids) => (
            <WordsInput
              id={ids.id}
              long
              label={t('elementText')}
              value={element.text}
              onChange={(text) => put({ text }, 'text')}
            />
          )}
        </Field>
      )}
      {kind === 'embed' && <Address element={element} put={put} />}
      {element.query && <QueryPart query={element.query} onChange={(query) => put({ query }, 'query')} />}
      {element.press && (
        <>
          <PressPart press={element.press} onChange={(press) => put({ press }, 'press')} />
          <Field label={t('pressAsks')} hint={t('pressAsksHint')}>
            {(ids) => (
              <WordsInput
                id={ids.id}
                label={t('pressAsks')}
                value={element.text}
                onChange={(text) => put({ text }, 'text')}
              />
            )}
          </Field>
        </>
      )}
    </div>
  )
}

function Address({ element, put }: { element: ElementDef; put: (change: Partial<ElementDef>, part: string) => void }) {
  const t = useText('designer')
  return (
    <>
      <Field label={t('elementUrl')} hint={t('elementUrlHint')} required>
        {(ids) => <Input {...ids} type="url" value={element.url ?? ''} onChange={(url) => put({ url }, 'url')} />}
      </Field>
      <Field label={t('elementHeight')}>
        {(ids) => (
          <NumberInput
            {...ids}
            min={80}
            max={1600}
            decimals={0}
            after="px"
            value={element.height ?? 320}
            onChange={(height) => put({ height: height ?? 320 }, 'height')}
          />
        )}
      </Field>
    </>
  )
}
