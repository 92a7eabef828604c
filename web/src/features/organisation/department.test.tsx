// Of a department only what was changed is written: what others set meanwhile stays.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { recordAnew, replies, sent, showPage } from '@/features/list/recorded'
import { DepartmentForm } from './DepartmentForm'
import type { Department } from './organisation'

recordAnew()

it('writes the name alone when only the name was changed', async () => {
  const east = { id: 4, name: 'East', kind: 'department', parent_id: null, head: { id: 2, title: 'Chen' } }
  replies['PATCH /admin/departments/4'] = () => [200, {}]
  replies['GET /people'] = () => [200, { items: [] }]
  const closed = vi.fn()
  showPage(<DepartmentForm department={east as unknown as Department} parent={null} all={[]} onClose={closed} />)
  fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'East coast' } })
  fireEvent.click(screen.getByText('Save'))
  await waitFor(() => expect(closed).toHaveBeenCalled())
  expect(sent('PATCH', '/admin/departments/4')[0]?.body).toEqual({ name: 'East coast' })
})
