import { expect, test } from 'vitest'
import type { Field, Form } from '@/core/types'
import { defaultsOf } from './defaults'

const field = (key: string, kind: string, more: Partial<Field> = {}): Field =>
  ({ key, kind, label: {}, options: {}, ...more }) as Field

test('what the server would fill in is shown from the beginning, but not what it works out when it is saved', () => {
  const form = {
    fields: [
      field('who', 'person', { default: { actor: true } }),
      field('level', 'choice', { default: 'normal' }),
      field('remind', 'choices', { default: ['m15'] }),
      field('day', 'date', { default: { today: true } }),
      field('firm', 'relation', { default: 7 }),
      field('code', 'text', { default: 'A', readonly: true }),
      field('note', 'text'),
    ],
  } as unknown as Form
  expect(defaultsOf(form, { id: 3, title: 'Anna' })).toEqual({
    who: { id: 3, title: 'Anna' },
    level: 'normal',
    remind: ['m15'],
  })
})
