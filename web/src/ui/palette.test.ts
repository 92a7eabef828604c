// CSS and TypeScript carry one colour table; readable pairs reach WCAG AA.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dark, light, stageRamp, type Palette } from './palette'

const css = readFileSync('src/ui/tokens.css', 'utf8')

const block = (from: string): string => css.slice(css.indexOf(from), css.indexOf('}', css.indexOf(from)))
const variables = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})/g)].map((m) => [m[1]!, m[2]!.toUpperCase()]))

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

const PAIRS: [keyof Palette, keyof Palette][] = [
  ['t1', 'sheet'],
  ['t2', 'sheet'],
  ['t3', 'sheet'],
  ['t3', 'canvas'],
  ['t3', 'sunk'],
  ['ac', 'sheet'],
  ['ac', 'tint'],
  ['ac', 'tint2'],
  ['on-ac', 'ac-solid'],
  ['won', 'won-bg'],
  ['t2', 'lost-bg'],
  ['h1', 'h1-bg'],
  ['h2', 'h2-bg'],
  ['h3', 'h3-bg'],
  ['h3', 'sheet'],
  ['on-ac', 'h3-solid'],
]

describe.each([
  ['light', light, ':root'],
  ['dark', dark, '.dark'],
] as const)('%s', (_, palette, selector) => {
  it('is the same in CSS', () => {
    const inCss = variables(block(`${selector} {`))
    const differing = Object.entries(palette).filter(([k, v]) => inCss[k] !== v.toUpperCase())
    expect(differing).toEqual([])
  })
  it.each(PAIRS)('%s on %s is readable', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5)
  })
})

describe('stage ramp', () => {
  it('gives the four steps and interpolates more', () => {
    expect(stageRamp(light, 4)).toEqual([light.s1, light.s2, light.s3, light.s4])
    expect(stageRamp(light, 7)).toHaveLength(7)
    expect(new Set(stageRamp(light, 7)).size).toBe(7)
  })
})
