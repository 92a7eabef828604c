// What a gate asks is built on the record as it was when it asked: a change by somebody else is told, and nothing typed is lost.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useRecord } from '@/core/records'
import { useToasts } from '@/core/toasts'
import type { Form } from '@/core/types'
import { fetchAnew, form, recordAnew, replies, row, sent, showPage } from '@/features/list/recorded'
import { StageBar } from './StageBar'

recordAnew()

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const stages = [
  { key: 'new', label: en('New'), type: 'open' },
  { key: 'sure', label: en('Sure'), type: 'open' },
]
const staged = { ...form, pipelines: [{ stages }] } as unknown as Form

function Page() {
  const record = useRecord('account', 1).data
  return record ? <StageBar form={staged} row={record} /> : null
}

it('tells who was faster before it writes over them', async () => {
  const by = { id: 2, title: 'Chen' }
  const clash = { field: 'city', code: 'records.field_conflict', detail: 'x', params: { by } }
  replies['GET /records/account/1'] = () => [200, row(1, { stage: 'new', city: null })]
  replies['GET /records/account/1/stages'] = () => [200, { items: [] }]
  replies['POST /records/account/1/stage'] = ({ body }) => {
    if (!(body.values as { city?: string }).city)
      return [422, { code: 'stage.gate', params: { stage: 'sure', fields: ['city'], messages: [] } }]
    if (body.version === 3) return [409, { code: 'records.conflict', params: { version: 4, by }, errors: [clash] }]
    return [200, row(1, { stage: 'sure', version: 5 })]
  }
  const client = showPage(<Page />)
  fireEvent.click(await screen.findByTestId('stage-sure'))
  fireEvent.change(await screen.findByLabelText(/^city/), { target: { value: 'Hangzhou' } })
  replies['GET /records/account/1'] = () => [200, row(1, { stage: 'new', city: 'Suzhou', version: 4 })]
  await fetchAnew(client)
  fireEvent.click(screen.getByText('Complete and move'))
  expect(await screen.findByText('Chen has set another value meanwhile')).toBeInTheDocument()
  expect(screen.getByLabelText(/^city/)).toHaveValue('Hangzhou')
  fireEvent.click(screen.getByText('Complete and move'))
  await waitFor(() => expect(sent('POST', '/records/account/1/stage').map((c) => c.body.version)).toEqual([3, 3, 4]))
  await waitFor(() => expect(useToasts.getState().items.at(-1)?.text).toContain('Sure'))
})
