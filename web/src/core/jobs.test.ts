// One line in the bell for one piece of work.
import { expect, it } from 'vitest'
import { untold } from './jobs'
import type { Notice } from './notifications'
import type { Job, JobState } from './types'

const job = (id: string, state: JobState, link: string | null, at = '2026-11-20T09:00:00Z'): Job => ({
  id,
  state,
  link,
  kind: 'x',
  label: 'x',
  done: 0,
  total: null,
  created_at: at,
})
const notice = (id: number, link: string | null, at = '2026-11-20T09:05:00Z'): Notice => ({
  id,
  link,
  kind: 'import.done',
  family: 'work',
  thread: 'import.done',
  form: null,
  record_id: null,
  record: null,
  read: false,
  created_at: at,
})

it.each<[string, Job, Notice[], boolean]>([
  ['ended and told', job('a', 'done', '/imports/3'), [notice(1, '/imports/3')], false],
  ['ended, nobody told', job('a', 'done', '/imports/3'), [notice(1, '/imports/4')], true],
  ['running', job('a', 'running', '/imports/3'), [notice(1, '/imports/3')], true],
  [
    'failed after an earlier one was told',
    job('a', 'failed', '/imports/3'),
    [notice(1, '/imports/3', '2026-11-19T00:00:00Z')],
    true,
  ],
  ['without a page of its own', job('a', 'failed', null), [notice(1, null)], true],
])('a job %s', (_, one, notices, listed) => {
  expect(untold([one], notices)).toEqual(listed ? [one] : [])
})
