// The rules and pools that plug leaks.
import type { plugs as zh } from '../zh-CN/plugs'
import type { Same } from '../shape'

export const plugs: Same<typeof zh> = {
  plug: 'Plug',
  plugIt: 'Plug it',
  offer: 'Switch on “{{rule}}”',
  plugged: 'Plugged',
  pluggedSays: '“{{rule}}” works from now on; what was before is left alone.',
  undo: 'Undo',
  rehearse: 'Rehearse first',
  rehearsing: 'Rehearsing…',
  past_one: 'In the last 90 days it would have run once',
  past_other: 'In the last 90 days it would have run {{number}} times',
  pastAtLeast_one: 'In the last 90 days it would have run at least once',
  pastAtLeast_other: 'In the last 90 days it would have run at least {{number}} times',
  named: '{{rule}}: {{state}}',
  state: { on: 'On', off: 'Off', paused: 'Paused', open: 'To be taken' },
  says: {
    rule: {
      on: 'This rule is on: what leaks from now on is told.',
      off: 'Once on, it runs whenever this happens; it can be switched off at any time.',
      paused: 'This rule was paused after failing again and again; mend the reason and switch it on again.',
      open: '',
    },
    pool: {
      on: 'What nobody owns is given out by the rules of the pool; the rest may be taken.',
      off: 'This pool is not in use.',
      paused: '',
      open: 'What nobody owns may be taken; its rules name nobody yet. Once they do, it is given out by itself.',
    },
  },
  since: 'On since {{when}}',
  switchOff: 'Switch off',
  openRule: 'Open the rule',
  openPool: 'Settings of the pool',
  isOn: 'Switched on by an administrator',
  askAdmin: 'An administrator may switch it on',
  channels: 'Set up a channel',
  switchedOn: '“{{rule}}” is on',
  switchedOff: '“{{rule}}” is off',
  failed: 'That did not work; please try again',
  also: 'Keep an eye on',
  deal: 'Open',
  each: 'Each leak names the rule that would catch it; “Plug” rehearses before it switches on',
  eachSeen: 'Each leak names the rule that would catch it',
  more: {
    silent: 'Gone quiet',
    ending: 'Ends soon',
    orphaned: 'Owner is disabled',
    recycled: 'Back in the pool this week',
  },
}
