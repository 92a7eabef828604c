// A field that is being edited stays where it is while somebody else changes the record.
import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useRecord } from '@/core/records'
import type { Form, Row } from '@/core/types'
import { fetchAnew, form, recordAnew, replies, row, showPage } from '@/features/list/recorded'
import { Composers } from './Composers'
import { Fields } from './Fields'

recordAnew()

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const staged = {
  ...form,
  pipelines: [
    {
      stages: [
        { key: 'new', label: en('New'), type: 'open' },
        { key: 'sure', label: en('Sure'), type: 'open', enter: { fields: ['city'] } },
      ],
    },
  ],
} as unknown as Form

const sheets = {
  ...form,
  tabs: ['one', 'two'].map((key) => ({ key, label: en(`Sheet ${key}`) })),
  sections: [
    { key: 'a', label: en('A'), fields: ['city'], tab: 'one' },
    { key: 'b', label: en('B'), fields: ['worth'], tab: 'two' },
  ],
} as unknown as Form

function Page({ of = staged }: { of?: Form }) {
  const record = useRecord('account', 1).data
  return record ? <Fields form={of} row={record} /> : null
}

const now = (more: Partial<Row>) => {
  replies['GET /records/account/1'] = () => [200, row(1, { stage: 'new', ...more })]
}

async function typing(field: string, text: string): Promise<HTMLElement> {
  fireEvent.click(await screen.findByRole('button', { name: `Edit ${field}` }))
  const box = await screen.findByLabelText(field)
  fireEvent.change(box, { target: { value: text } })
  return box
}

it.each([
  ['was asked for and is filled in by somebody else', { city: null }, { city: 'Suzhou', version: 4 }],
  ['stands in its section and is asked for', { city: 'Wuxi' }, { city: null, version: 4 }],
  ['is no longer needed', { city: null }, { city: null, stage: 'sure', version: 4 }],
])('keeps what is typed where the field %s', async (_, before, after) => {
  now(before)
  const client = showPage(<Page />)
  const box = await typing('city', 'Hangz')
  now(after)
  await fetchAnew(client)
  expect(screen.getByLabelText('city')).toBe(box)
  expect(box).toHaveValue('Hangz')
  expect(screen.getAllByTestId('field-city')).toHaveLength(1)
})

it('keeps what is typed on a sheet while another one is looked at', async () => {
  now({})
  showPage(<Page of={sheets} />)
  const box = await typing('city', 'Hangz')
  fireEvent.click(screen.getByText('Sheet two'))
  expect(box).not.toBeVisible()
  fireEvent.click(screen.getByText('Sheet one'))
  expect(screen.getByLabelText('city')).toBe(box)
  expect(box).toHaveValue('Hangz')
})

it('keeps the task being planned while something else is written', async () => {
  const task = { ...form, key: 'task', traits: { task: { due_at: 'worth' } } } as unknown as Form
  replies['GET /forms'] = () => [200, { items: [form, task], revision: 1 }]
  showPage(<Composers form={form} row={row(1)} focus={0} done={false} />)
  fireEvent.click(await screen.findByRole('tab', { name: 'Task' }))
  fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'Send the offer' } })
  fireEvent.click(screen.getByRole('tab', { name: 'Comment' }))
  fireEvent.click(screen.getByRole('tab', { name: 'Task' }))
  expect(await screen.findByRole('textbox')).toHaveValue('Send the offer')
  localStorage.clear()
})
