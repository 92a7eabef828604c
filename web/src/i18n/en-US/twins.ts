// Duplicates: what is said while typing, who was first, and how the keys are designed.
import type { Same } from '../shape'
import type { twins as zh } from '../zh-CN/twins'

export const twins: Same<typeof zh> = {
  met_one: '{{count}} record may be the same',
  met_other: '{{count}} records may be the same',
  same: 'same {{key}}',
  blocks: 'blocks saving',
  unseen: 'A record out of your sight',
  ofForm: '{{form}}',
  owner: 'Owner {{name}}',
  lastFollow: 'Last follow-up',
  noFollow: 'No follow-up yet',
  since: 'Since',
  ask: 'Ask to join the team',
  asked: 'The owner has been told',
  askedBefore: 'The owner was told before and has not looked yet',
  askFailed: 'The owner was not told; try again',
  who: 'Who was first',
  theirs: 'Already there',
  yours: 'Yours',
  now: '{{at}}, not saved yet',
  unknownSince: 'Since when is not told',
  verdictBlock:
    'The one already there goes first. By “{{key}}” in version {{version}} of the form, the same cannot be saved again.',
  verdictWarn:
    'The one already there goes first. By “{{key}}” in version {{version}} of the form you may still save; make sure it is another one.',
  design: {
    title: 'Duplicates',
    hint: 'Two records whose fields here are all the same are duplicates. “Refuse” is kept by the database, even when two save at once; “Warn” is said while typing and after saving.',
    add: 'Add a key',
    name: 'Name',
    begin: 'Duplicate key',
    fields: 'Fields compared',
    kind: 'When there is one',
    block: 'Refuse',
    warn: 'Warn',
    tells: 'Told to those who cannot see that record',
    tellSince: 'Since when',
    tellOwner: 'Its owner',
    when: 'Warn only for these records',
    also: 'Also look in',
    alsoHint:
      'What is found in other forms only warns. The field there must compare, and be a phone, a name or indexed.',
    addForm: 'Add a form',
    form: 'Form',
    theirField: 'Field for “{{field}}”',
    removeForm: 'Do not look in this form',
  },
}
