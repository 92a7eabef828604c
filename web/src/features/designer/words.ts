// Words of a definition that the designer itself proposes: in every language, since nobody typed them.
import { catalogues } from '@/i18n'
import type { Words } from '@/core/types'

type Proposed = keyof (typeof catalogues)['zh-CN']['designer']['proposed']

/** "选项 1" and "Option 1"; `n` fills the hole. */
export const inBoth = (key: Proposed, n: number | string = ''): Words =>
  Object.fromEntries(
    Object.entries(catalogues).map(([locale, said]) => [
      locale,
      (said.designer.proposed[key] as string).replace('{{n}}', String(n)),
    ]),
  )

/** "电话 副本" and "Phone copy": each language's own name with its own word behind. */
export const asCopy = (label: Words): Words =>
  Object.fromEntries(
    Object.entries(label).map(([locale, name]) => [locale, name ? (inBoth('copyOf', name)[locale] ?? name) : name]),
  )
