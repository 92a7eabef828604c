// A text with fields in it: they are picked, shown by their names, and filled in on a real record below.
import { useEffect, useId, useRef } from 'react'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import { usePathWords } from '../variables'
import { Preview } from './Preview'
import css from './parts.module.css'
import { drawInto, insertChip, readFrom } from './templateDom'
import { VariablePicker } from './VariablePicker'

type Props = {
  value: string
  onChange: (value: string) => void
  block: string
  path?: string | undefined
  label: string
  long?: boolean
  invalid?: boolean
  id?: string | undefined
  'aria-describedby'?: string | undefined
  /** Shows what becomes of it on the record that is tried out. */
  preview?: boolean
}

export function TemplateInput(props: Props) {
  const { value, onChange, block, path, label, long = false, invalid = false, id, preview = false } = props
  const t = useText('ruleDesigner')
  const name = usePathWords()
  const box = useRef<HTMLDivElement>(null)
  const written = useRef<string | null>(null)
  const caret = useRef<Range | null>(null)
  const own = useId()
  const draw = { name: (p: string) => name(p, block), chip: css.chip ?? '' }
  const drawing = useRef(draw)
  drawing.current = draw
  useEffect(() => {
    if (box.current && written.current !== value) drawInto(box.current, value, drawing.current)
    written.current = value
  }, [value])
  useEffect(() => {
    // Names of fields came or changed: the chips say them anew.
    for (const chip of box.current?.querySelectorAll<HTMLElement>('[data-path]') ?? []) {
      const words = drawing.current.name(chip.dataset.path!)
      if (chip.textContent !== words) chip.textContent = words
    }
  })
  const tell = () => {
    if (!box.current) return
    const now = readFrom(box.current)
    written.current = now
    if (now !== value) onChange(now)
  }
  const remember = () => {
    const selection = window.getSelection()
    if (selection?.rangeCount && box.current?.contains(selection.anchorNode))
      caret.current = selection.getRangeAt(0).cloneRange()
  }
  const put = (chosen: string) => {
    if (!box.current) return
    insertChip(box.current, chosen, drawing.current, caret.current)
    remember()
    tell()
  }
  return (
    <div className={css.template}>
      <div className={[css.box, invalid ? css.wrong : ''].join(' ')}>
        <div
          ref={box}
          id={id ?? own}
          role="textbox"
          tabIndex={0}
          contentEditable="plaintext-only"
          suppressContentEditableWarning
          aria-label={label}
          aria-multiline={long}
          aria-invalid={invalid || undefined}
          aria-describedby={props['aria-describedby']}
          className={[css.text, long ? css.long : ''].join(' ')}
          onInput={tell}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && !long) e.preventDefault()
          }}
          onKeyUp={remember}
          onMouseUp={remember}
          onBlur={remember}
        />
        <VariablePicker block={block} path={path} label={t('text.insert')} onPick={put}>
          <Button size="small" look="text" icon="plus" className={css.insert}>
            {t('text.insert')}
          </Button>
        </VariablePicker>
      </div>
      {preview && value !== '' && <Preview template={value} block={block} />}
    </div>
  )
}
