// Signatures as the server writes them: `number number?`, `boolean (T T)+ T?`, types by `|`, lists with `[]`.
export type Parameter = string[]
type Signature = { first: Parameter[]; group: Parameter[]; last: Parameter[] }

const NAMES: Record<string, string[]> = {
  moment: ['date', 'datetime'],
  any: ['number', 'text', 'date', 'datetime', 'boolean'],
}

function parameter(text: string): Parameter {
  return text
    .replace(/\?$/, '')
    .split('|')
    .flatMap((each) => {
      const list = each.endsWith('[]') ? '[]' : ''
      const base = list ? each.slice(0, -2) : each
      return (NAMES[base] ?? [base]).map((name) => name + list)
    })
}

export function signature(text: string): Signature {
  const found: Signature = { first: [], group: [], last: [] }
  for (const [, inside, single = ''] of text.matchAll(/\(([^()]*)\)[+*]|(\S+)/g)) {
    if (inside !== undefined) found.group = inside.split(' ').map(parameter)
    else if (/[+*]$/.test(single)) found.group = [parameter(single.slice(0, -1))]
    else (found.group.length ? found.last : found.first).push(parameter(single))
  }
  return found
}

/** The parameter of each of `given` arguments; the server has judged their number. */
export function laidOut({ first, group, last }: Signature, given: number): Parameter[] {
  if (!group.length) return first.slice(0, given)
  const repeated = given - first.length
  const times = Math.floor(repeated / group.length)
  const groups = Array.from({ length: times }, () => group).flat()
  return [...first, ...groups, ...last.slice(0, repeated - times * group.length)]
}
