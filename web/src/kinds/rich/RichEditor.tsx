// The editor of formatted text: what may be formatted is what the server lets through. Loaded when first needed.
import { EditorContent, useEditor, useEditorState, type Editor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { useState } from 'react'
import { useText, type Key } from '@/i18n'
import { Button, Icon, Input, Popover, type IconName } from '@/ui'
import { DoneButton } from '../DoneButton'
import css from './rich.module.css'

type Props = {
  value: string
  onChange: (html: string | null) => void
  onDone?: (() => void) | undefined
  id?: string | undefined
  disabled?: boolean | undefined
  invalid?: boolean | undefined
  autoFocus?: boolean | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
}

const SCHEMES = /^(https?|mailto|tel):/i

export default function RichEditor({ value, onChange, onDone, disabled, invalid, autoFocus, id, ...rest }: Props) {
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: { levels: [2, 3] },
        link: { openOnClick: false, protocols: ['mailto', 'tel'], HTMLAttributes: { rel: null, target: null } },
      }),
    ],
    content: value,
    editable: !disabled,
    autofocus: autoFocus ? 'end' : false,
    injectCSS: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        ...(id ? { id } : {}),
        ...(rest['aria-label'] ? { 'aria-label': rest['aria-label'] } : {}),
        ...(rest['aria-describedby'] ? { 'aria-describedby': rest['aria-describedby'] } : {}),
      },
    },
    onUpdate: ({ editor: e }) => onChange(e.isEmpty ? null : e.getHTML()),
  })
  return (
    <div
      className={[css.box, invalid ? css.invalid : ''].join(' ')}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) onDone?.()
      }}
    >
      {editor && <Toolbar editor={editor} disabled={disabled ?? false} />}
      <EditorContent editor={editor} className={css.text} />
      {onDone && (
        <div className={css.end}>
          <DoneButton onDone={onDone} />
        </div>
      )}
    </div>
  )
}

type Mark = { key: Key<'fields'>; icon: IconName; on: (e: Editor) => boolean; run: (e: Editor) => void }

const MARKS: Mark[] = [
  { key: 'rich.bold', icon: 'bold', on: (e) => e.isActive('bold'), run: (e) => e.chain().focus().toggleBold().run() },
  {
    key: 'rich.italic',
    icon: 'italic',
    on: (e) => e.isActive('italic'),
    run: (e) => e.chain().focus().toggleItalic().run(),
  },
  {
    key: 'rich.underline',
    icon: 'underline',
    on: (e) => e.isActive('underline'),
    run: (e) => e.chain().focus().toggleUnderline().run(),
  },
  {
    key: 'rich.strike',
    icon: 'strike',
    on: (e) => e.isActive('strike'),
    run: (e) => e.chain().focus().toggleStrike().run(),
  },
  {
    key: 'rich.heading',
    icon: 'heading',
    on: (e) => e.isActive('heading'),
    run: (e) => e.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    key: 'rich.bullets',
    icon: 'bullets',
    on: (e) => e.isActive('bulletList'),
    run: (e) => e.chain().focus().toggleBulletList().run(),
  },
  {
    key: 'rich.numbers',
    icon: 'numbers',
    on: (e) => e.isActive('orderedList'),
    run: (e) => e.chain().focus().toggleOrderedList().run(),
  },
  {
    key: 'rich.quote',
    icon: 'quoted',
    on: (e) => e.isActive('blockquote'),
    run: (e) => e.chain().focus().toggleBlockquote().run(),
  },
]

function Toolbar({ editor, disabled }: { editor: Editor; disabled: boolean }) {
  const t = useText('fields')
  const state = useEditorState({
    editor,
    selector: ({ editor: e }) => ({ on: MARKS.map((m) => m.on(e)), undo: e.can().undo(), link: e.isActive('link') }),
  })
  return (
    <div className={css.bar} role="toolbar" aria-label={t('rich.toolbar')}>
      {MARKS.map((mark, i) => (
        <Tool
          key={mark.key}
          icon={mark.icon}
          label={t(mark.key)}
          on={state.on[i] ?? false}
          disabled={disabled}
          onClick={() => mark.run(editor)}
        />
      ))}
      <LinkTool editor={editor} on={state.link} disabled={disabled} />
      <Tool
        icon="undo"
        label={t('rich.undo')}
        on={false}
        disabled={disabled || !state.undo}
        onClick={() => editor.chain().focus().undo().run()}
      />
    </div>
  )
}

type ToolProps = { icon: IconName; label: string; on: boolean; disabled: boolean; onClick: () => void }

/** The text keeps its selection while a tool is pressed. */
function Tool({ icon, label, on, disabled, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className={css.tool}
      aria-label={label}
      title={label}
      aria-pressed={on}
      disabled={disabled}
      onMouseDown={(e) => e.preventDefault()}
      onClick={onClick}
    >
      <Icon name={icon} size={16} />
    </button>
  )
}

function LinkTool({ editor, on, disabled }: { editor: Editor; on: boolean; disabled: boolean }) {
  const t = useText('fields')
  const c = useText('common')
  const [href, setHref] = useState<string | null>(null)
  const open = () => setHref((editor.getAttributes('link')['href'] as string | undefined) ?? '')
  const set = (address: string) => {
    const url = address && !SCHEMES.test(address) ? `https://${address}` : address
    const chain = editor.chain().focus().extendMarkRange('link')
    if (!url) chain.unsetLink().run()
    else if (editor.state.selection.empty && !on)
      chain.insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href: url } }] }).run()
    else chain.setLink({ href: url }).run()
    setHref(null)
  }
  return (
    <Popover
      open={href !== null}
      onOpenChange={(now) => (now ? open() : setHref(null))}
      label={t('rich.link')}
      content={
        <span className={css.link}>
          <Input
            autoFocus
            aria-label={t('rich.link')}
            placeholder="https://"
            value={href ?? ''}
            onChange={setHref}
            onKeyDown={(e) => {
              if (e.key !== 'Enter') return
              e.preventDefault()
              set((href ?? '').trim())
            }}
          />
          <Button size="small" look="primary" onClick={() => set((href ?? '').trim())}>
            {c('done')}
          </Button>
        </span>
      }
    >
      <button
        type="button"
        className={css.tool}
        aria-label={t('rich.link')}
        title={t('rich.link')}
        aria-pressed={on}
        disabled={disabled}
        onMouseDown={(e) => e.preventDefault()}
      >
        <Icon name="link" size={16} />
      </button>
    </Popover>
  )
}
