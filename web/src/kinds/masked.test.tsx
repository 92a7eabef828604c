// Masked values: drawn as the mask in every kind, looked at where a page offers it, never a field's own shape.
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { expect, it, vi } from 'vitest'
import { usePreferences } from '@/core/preferences'
import { holds } from '@/core/conditions/holds'
import { titleOf } from '@/core/titles'
import type { Field, Form, Row } from '@/core/types'
import { startLanguage } from '@/i18n'
import { FieldCell, isEmpty, maskOf, Revealing } from '.'
import { fieldKinds } from './registry'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()

const form = { key: 'lead', title: 'company', fields: [], system: [], actions: [] } as unknown as Form
const row: Row = { id: 7, version: 1, title: 'Ruida' }
const phone: Field = { key: 'phone', kind: 'phone', label: {}, options: {} }
const mask = { masked: '138****1234' }

it.each([...fieldKinds.keys()])('%s shows the mask and no eye where nothing offers one', (kind) => {
  render(<FieldCell form={form} row={row} field={{ ...phone, kind }} value={mask} />)
  expect(screen.getByText('138****1234')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

it('is looked at by the eye, and then drawn as what it is', async () => {
  const look = vi.fn()
  const reveals = { seen: () => undefined, look, busy: false }
  const cell = <FieldCell form={form} row={row} field={phone} value={mask} />
  const { rerender } = render(<Revealing value={reveals}>{cell}</Revealing>, { wrapper: MemoryRouter })
  await userEvent.click(screen.getByRole('button'))
  expect(look).toHaveBeenCalledWith('lead', 7, 'phone', '138****1234')
  rerender(<Revealing value={{ ...reveals, seen: () => ({ value: '13812341234' }) }}>{cell}</Revealing>)
  expect(screen.getByRole('link').getAttribute('href')).toBe('tel:13812341234')
})

it('is neither empty nor known', () => {
  expect(maskOf(mask)).toBe('138****1234')
  expect([maskOf('138'), maskOf(null), maskOf({ id: 1, title: 'x' })]).toEqual([null, null, null])
  expect(isEmpty(mask)).toBe(false)
  expect(titleOf({ title: mask as never })).toBe('138****1234')
  const asker = { me: null, zone: 'UTC', weekStart: 1, now: 0 } as never
  const filter = { field: 'phone', op: 'ne', value: 'x' }
  expect(holds(filter, () => ({ operand: 'text', value: mask }), asker)).toBeNull()
})
