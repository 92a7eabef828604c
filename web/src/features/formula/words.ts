// The types of formula values in words.
import type { Key, Text } from '@/i18n'

const TYPES = new Set(['number', 'text', 'date', 'datetime', 'boolean'])

/** 数字, 数字列表; nothing for a type that a call decides. */
export function typeWords(t: Text<'formula'>, type: string): string {
  const base = type.replace('[]', '')
  if (!TYPES.has(base)) return ''
  const word = t(`types.${base}` as Key<'formula'>)
  return type.endsWith('[]') ? t('listOf', { type: word }) : word
}
