// Signing in.
import type { Same } from '../shape'
import type { session as zh } from '../zh-CN/session'

export const session: Same<typeof zh> = {
  title: 'Sign in',
  welcome: 'Sign in to {{workspace}}',
  account: 'Account',
  accountHint: 'Phone, e-mail or account name',
  password: 'Password',
  show: 'Show password',
  hide: 'Hide password',
  submit: 'Sign in',
  missingAccount: 'Enter your account',
  missingPassword: 'Enter your password',
  help: 'Forgotten your password? An administrator can reset it under Settings · People',
  again: {
    title: 'Your session has ended',
    why: '{{name}}, please type your password again; what you typed on the page is still there.',
    other: 'Another account',
  },
}
