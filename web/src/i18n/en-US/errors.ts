// What to say when something fails: where, why, what next.
import type { Same } from '../shape'
import type { errors as zh } from '../zh-CN/errors'

export const errors: Same<typeof zh> = {
  network: { title: 'The server cannot be reached', next: 'Check the network and try again; what you typed is kept' },
  forbidden: {
    title: 'You may not see this',
    next: 'If you need it, an administrator can allow it under Settings · Roles',
  },
  notFound: {
    title: 'This record was not found',
    next: 'It may be deleted, merged, or outside what you may see',
    back: 'Back to {{form}}',
    home: 'Go to Today',
  },
  conflict: { title: 'Somebody changed this just now', next: 'Choose the values to keep' },
  invalid: { title: 'Something needs correcting', next: 'See the marked places' },
  busy: { title: 'Too many requests', next: 'Try again in a few seconds' },
  server: {
    title: 'This part could not be loaded',
    next: 'Try again; if it persists, send the error code to your administrator',
  },
  crashed: { title: 'This page broke', next: 'Reload to go on; saved work is safe' },
  reload: 'Reload',
}
