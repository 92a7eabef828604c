// The box a template is written in: fields stand in it as chips, everything else is typed. From the template to nodes and back.
import { escaped, piecesOf } from '../model/text'

export type Draw = { name: (path: string) => string; chip: string }

export function chipFor(path: string, draw: Draw): HTMLElement {
  const chip = document.createElement('span')
  chip.contentEditable = 'false'
  chip.dataset.path = path
  chip.className = draw.chip
  chip.textContent = draw.name(path)
  return chip
}

/** A caret needs a place behind the last chip; the mark is no part of the template. */
const PLACE = '\u200b'

export function drawInto(box: HTMLElement, template: string, draw: Draw): void {
  const nodes: Node[] = piecesOf(template).map((p) =>
    'path' in p ? chipFor(p.path, draw) : document.createTextNode(p.text),
  )
  if (nodes.at(-1) instanceof HTMLElement) nodes.push(document.createTextNode(PLACE))
  box.replaceChildren(...nodes)
}

export function readFrom(node: Node): string {
  let told = ''
  for (const child of node.childNodes) {
    if (child instanceof HTMLElement && child.dataset.path) told += `{${child.dataset.path}}`
    else if (child instanceof HTMLBRElement) told += '\n'
    else if (child instanceof HTMLElement) told += (told ? '\n' : '') + readFrom(child)
    else told += escaped((child.textContent ?? '').replaceAll(PLACE, ''))
  }
  return told
}

/** The chip goes where the caret was last, at the end when it never was. */
export function insertChip(box: HTMLElement, path: string, draw: Draw, at: Range | null): void {
  const chip = chipFor(path, draw)
  const range = at && box.contains(at.commonAncestorContainer) ? at : null
  if (range) {
    range.deleteContents()
    range.insertNode(chip)
  } else box.append(chip)
  const after = document.createTextNode(PLACE)
  chip.after(after)
  box.focus()
  const selection = window.getSelection()
  selection?.removeAllRanges()
  const caret = document.createRange()
  caret.setStart(after, 1)
  selection?.addRange(caret)
}
