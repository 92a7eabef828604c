// The host's accent colour as our variables, readable on light and dark.

type Colour = [number, number, number]

const parse = (hex: string): Colour =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour
const write = (c: Colour): string => `#${c.map((x) => Math.round(x).toString(16).padStart(2, '0')).join('')}`
const between = (a: Colour, b: Colour, share: number): Colour =>
  a.map((x, i) => x + (b[i]! - x) * share) as unknown as Colour

function luminance(c: Colour): number {
  const [r, g, b] = c.map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4)) as Colour
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parse(a)), luminance(parse(b))]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const LIGHT = '#FFFFFF'
const DARK = '#151D21'
const INK = '#16232A'
const READABLE = 4.5

/** `accent` moved towards black or white until it can be read on `ground`. */
function readable(accent: string, ground: string, dark: boolean): string {
  const goal = parse(dark ? '#FFFFFF' : '#000000')
  for (let share = 0; share <= 1; share += 0.05) {
    const colour = write(between(parse(accent), goal, share))
    if (contrast(colour, ground) >= READABLE) return colour
  }
  return dark ? LIGHT : INK
}

export type Vars = { [name: `--${string}`]: string }

/** CSS variables for an accent colour; none for none, then ours stand. */
export function accentVars(accent: string | null, dark: boolean): Vars {
  if (!accent) return {}
  const ground = dark ? DARK : LIGHT
  const onIt = contrast(accent, LIGHT) >= READABLE || contrast(accent, LIGHT) > contrast(accent, INK) ? LIGHT : INK
  const solid = contrast(accent, onIt) >= READABLE ? accent : readable(accent, onIt, onIt === INK)
  return {
    '--ac': readable(accent, ground, dark),
    '--ac-solid': solid,
    '--ac-hover': write(between(parse(solid), parse(onIt === INK ? '#FFFFFF' : '#000000'), 0.15)),
    '--on-ac': onIt,
    '--tint': write(between(parse(ground), parse(accent), dark ? 0.25 : 0.1)),
  }
}
