// The key of a new role: from its Latin name where it has one, else counted.

/** `[a-z][a-z0-9_]*`, at most 40, not taken yet. */
export function newKey(name: string, taken: string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 30)
  const base = plain.length > 1 ? plain : 'role'
  if (base !== 'role' && !taken.includes(base)) return base
  let n = 1
  while (taken.includes(`${base}_${n}`)) n += 1
  return `${base}_${n}`
}
