// What a browser calls itself, in two words.

const BROWSERS = [
  ['MicroMessenger', 'WeChat'],
  ['wxwork', 'WeCom'],
  ['DingTalk', 'DingTalk'],
  ['Lark', 'Feishu'],
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['HarmonyOS', 'HarmonyOS'],
  ['Windows', 'Windows'],
  ['Mac OS', 'Mac'],
  ['Linux', 'Linux'],
] as const

/** `Chrome · Windows` of a user agent, null when it says nothing known. */
export function browserOf(agent: string | null): string | null {
  if (!agent) return null
  const known = (list: readonly (readonly [string, string])[]) => list.find(([mark]) => agent.includes(mark))?.[1]
  return [known(BROWSERS), known(SYSTEMS)].filter(Boolean).join(' · ') || agent.split('/')[0]!.slice(0, 40)
}
