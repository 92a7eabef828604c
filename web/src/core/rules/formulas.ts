// Rules that ask formulas, loaded only where a form has such.
import type { Setting } from '../formula/context'
import { preview, says } from '../formula/preview'
import type { Form } from '../types'
import type { Formulas } from './types'

export const formulasOf = (form: Form, setting: Setting): Formulas => ({
  says: (tree, values, before) => says(form, tree, values, before, setting),
  computed: (values) => preview(form, values, setting),
})
