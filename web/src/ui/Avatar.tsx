// A person as one character on a cool tint chosen by the name.
import css from './Avatar.module.css'

type Size = 22 | 28 | 32 | 40

/** The last Chinese character, or the first letter of a Latin name; two characters at 40 px. */
export function initials(name: string, size: Size = 22): string {
  const clean = name.trim()
  const take = size === 40 ? 2 : 1
  if (/[\u3400-\u9fff]/.test(clean)) return [...clean].slice(-take).join('')
  const words = clean.split(/\s+/).filter(Boolean)
  return (
    words
      .slice(0, take)
      .map((w) => [...w][0]!.toUpperCase())
      .join('') || '?'
  )
}

/** Stable tint 0–4 of a name. */
export function tintIndex(name: string): number {
  let sum = 0
  for (const c of name) sum = (sum * 31 + c.codePointAt(0)!) % 1_000_003
  return sum % 5
}

export function Avatar({ name, size = 22 }: { name: string; size?: Size }) {
  const style = { width: size, height: size, fontSize: size >= 40 ? 15 : size >= 28 ? 13 : 12 }
  return (
    <span className={[css.avatar, css[`a${tintIndex(name)}`]].join(' ')} style={style} title={name} aria-hidden>
      {initials(name, size)}
    </span>
  )
}

/** Several people overlapping. */
export function Avatars({ names, size = 22 }: { names: string[]; size?: Size }) {
  return (
    <span className={css.stack}>
      {names.map((n) => (
        <Avatar key={n} name={n} size={size} />
      ))}
    </span>
  )
}

export function Person({ name }: { name: string }) {
  return (
    <span className={css.person}>
      <Avatar name={name} />
      <span className="ellipsis">{name}</span>
    </span>
  )
}
