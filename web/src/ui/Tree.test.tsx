// The columns that somebody has opened stay open while the page around them is drawn anew.
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { startLanguage } from '@/i18n'
import { Cascader } from './Tree'

startLanguage()

const nodes = [
  { value: 'east', label: 'East', children: [{ value: 'east/sh', label: 'Shanghai' }] },
  { value: 'west', label: 'West', children: [{ value: 'west/cd', label: 'Chengdu' }] },
]

it('keeps the columns opened by hand', () => {
  const picker = () => (
    <Cascader nodes={nodes} value="east/sh" onChange={() => undefined} defaultOpen aria-label="Place" />
  )
  const { rerender } = render(picker())
  fireEvent.click(screen.getByTitle('West'))
  expect(screen.getByTitle('Chengdu')).toBeInTheDocument()
  rerender(picker())
  expect(screen.getByTitle('Chengdu')).toBeInTheDocument()
})
