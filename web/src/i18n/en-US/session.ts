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
  code: 'Code',
  codeTitle: 'Second factor',
  codeHint: 'Six digits of the app on your phone; without it, a recovery code',
  verify: 'Verify',
  back: 'Begin again',
  outside: 'Sign in with {{label}}',
  or: 'or',
  byPassword: 'Administrators: sign in by password',
  setUpTitle: 'Set up a second factor first',
  setUpDone: 'The second factor is set up',
  setUpWhy: 'The workspace asks for a second factor at sign-in. It is set up once.',
  goOn: 'To the workspace',
  problems: {
    sign_in_outside_unknown:
      'You are known to the provider, but have no account here that may sign in. Ask an administrator.',
    sign_in_outside_unclear: 'Several people here have your e-mail address. Ask an administrator to sort that out.',
    sign_in_outside_failed: 'The provider’s answer does not fit what was asked. Please begin again.',
    sign_in_outside_refused: 'The provider did not sign you in.',
    sign_in_outside_away: 'The provider cannot be reached. Try again later or ask an administrator.',
    other: 'Signing in did not work. Please try again.',
  },
  again: {
    title: 'Your session has ended',
    why: '{{name}}, please type your password again; what you typed on the page is still there.',
    other: 'Another account',
  },
}
