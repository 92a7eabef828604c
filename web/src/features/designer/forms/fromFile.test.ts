import { describe, expect, it } from 'vitest'
import { bodyOf, fieldsOf, type Understood } from './fromFile'
import type { FormDef } from '../model/types'

const label = { 'en-US': 'Customer' }
const found: Understood = {
  sheets: [],
  sheet: 0,
  name: 'Visits',
  rows: 3,
  title: null,
  columns: [
    {
      heading: 'Customer',
      samples: [],
      filled: 3,
      why: null,
      field: { key: 'customer', kind: 'relation', label, options: { target: 'account' } },
      points: {
        form: 'account',
        label,
        met: 2,
        asked: 3,
        plain: { kind: 'choice', options: { choices: [] } },
        field: { kind: 'relation', options: { target: 'account' } },
      },
    },
  ],
}

describe('a column that names records', () => {
  it('points at their form, or is what it would be else, each with its own settings', () => {
    const options = (kind?: string) => fieldsOf(found, kind ? { 0: { kind } } : {}, 'en-US')[0]?.options
    expect([options(), options('choice'), options('text')]).toEqual([{ target: 'account' }, { choices: [] }, undefined])
  })

  it('leaves records without a name of their own, which then is not asked for', () => {
    const name = { key: 'name', kind: 'text', label, required: true }
    const started = { title: 'name', fields: [name], sections: [{ key: 'a', label, fields: [] }] } as unknown as FormDef
    const body = bodyOf(started, fieldsOf(found, {}, 'en-US'), null)
    expect(body.fields.map((field) => [field.key, field.required ?? false])).toEqual([
      ['name', false],
      ['customer', false],
    ])
  })
})
