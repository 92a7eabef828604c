// Who may change a saved view.
import { may } from '@/core/forms'
import type { Form, View } from '@/core/types'

/** One's own views, and with the right to configure everybody's; those of the template are saved under another name. */
export const mayChange = (form: Form, view: View): boolean => view.id !== null && (view.mine || may(form, 'configure'))
