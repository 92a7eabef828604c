// A sentence whose values stand out: what lies between the two marks is drawn as a chip.
import css from './parts.module.css'

const SHORT = 16 // letters of a value that stays on one line
const [OPEN, CLOSE] = ['\u0001', '\u0002']

/** Marks a value inside a sentence. */
export const mark = (words: string): string => `${OPEN}${words}${CLOSE}`
/** The sentence as plain text. */
export const plain = (words: string): string => words.replaceAll(OPEN, '').replaceAll(CLOSE, '')

/** As the beginning of a line: its first letter large, where letters have sizes. */
export function opening(words: string): string {
  const at = words.startsWith(OPEN) ? 1 : 0
  return words.slice(0, at) + words.charAt(at).toUpperCase() + words.slice(at + 1)
}

export function Said({ children }: { children: string }) {
  const parts = children.split(OPEN).flatMap((part, i) => {
    if (i === 0) return [{ chip: false, text: part }]
    const [chip = '', rest = ''] = part.split(CLOSE)
    return [
      { chip: true, text: chip },
      { chip: false, text: rest },
    ]
  })
  return (
    <span>
      {parts.map((part, i) =>
        part.chip ? (
          <span key={i} className={[css.value, part.text.length <= SHORT ? css.whole : ''].join(' ')}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </span>
  )
}
