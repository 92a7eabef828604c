// Numbers on Chinese papers: resident identity cards (GB 11643) and unified social credit codes (GB 32100).
import { Day } from './moments'

export const PROVINCES: Record<string, string> = Object.fromEntries(
  (
    '11北京 12天津 13河北 14山西 15内蒙古 21辽宁 22吉林 23黑龙江 31上海 32江苏 33浙江 34安徽 35福建 36江西 37山东 ' +
    '41河南 42湖北 43湖南 44广东 45广西 46海南 50重庆 51四川 52贵州 53云南 54西藏 61陕西 62甘肃 63青海 64宁夏 65新疆 ' +
    '71台湾 81香港 82澳门 83台湾'
  )
    .split(' ')
    .map((each) => [each.slice(0, 2), each.slice(2)]),
)
const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY'

export const trimmed = (text: string): string => text.replace(/^ +| +$/g, '')

/** The birthday in a valid number, null when the number is not valid. */
export function birthday(text: string): Day | null {
  const id = trimmed(text)
  if (!/^([0-9]{17}[0-9Xx]|[0-9]{15})$/.test(id) || !PROVINCES[id.slice(0, 2)]) return null
  const born = id.length === 18 ? id.slice(6, 14) : `19${id.slice(6, 12)}`
  const day = Day.real(Number(born.slice(0, 4)), Number(born.slice(4, 6)), Number(born.slice(6)))
  return day && (id.length === 15 || hasCheckDigit(id)) ? day : null
}

function hasCheckDigit(id: string): boolean {
  let total = 0
  for (let at = 0; at < 17; at++) total += Number(id[at]) * (2 ** (17 - at) % 11)
  return '10X98765432'[total % 11] === id[17]?.toUpperCase()
}

/** Odd for men, even for women. */
export const sexDigit = (text: string): number => Number(trimmed(text).slice(14).slice(0, 3).at(-1))

export function isCreditCode(text: string): boolean {
  const code = trimmed(text).toUpperCase()
  if (code.length !== 18 || [...code].some((char) => !CREDIT.includes(char))) return false
  let [total, weight] = [0, 1]
  for (const char of code.slice(0, 17)) {
    total += CREDIT.indexOf(char) * weight
    weight = (weight * 3) % 31
  }
  return CREDIT[(31 - (total % 31)) % 31] === code[17]
}
