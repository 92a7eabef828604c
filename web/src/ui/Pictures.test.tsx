// Looking at pictures: arrows stay within them, Esc goes back, a swipe turns, what is no picture is left out.
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { usePreferences } from '@/core/preferences'
import { neighbour, showPictures, usePictures } from '@/core/pictures'
import { startLanguage } from '@/i18n'
import { Pictures } from './Pictures'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()
// jsdom knows the element, not its being modal.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false
}

const file = (id: number, type = 'image/png') => ({ id, name: `${id}.png`, size: 9, type })
const files = [file(1), file(2, 'application/pdf'), file(3)]

describe('the viewer', () => {
  beforeEach(() => {
    usePictures.setState({ shown: null })
    render(<Pictures />)
  })
  const look = async (id: number) => {
    showPictures(files, files.find((each) => each.id === id)!)
    return screen.findByRole('dialog', { name: 'Pictures' })
  }

  it('turns among the pictures alone and stays at their ends', async () => {
    const viewer = await look(1)
    expect(screen.getByText('1 / 2')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Previous picture' })).toBeNull()
    fireEvent.keyDown(viewer, { key: 'ArrowRight' })
    expect(screen.getByRole('img', { name: '3.png' })).toHaveAttribute('src', '/api/files/3?size=1280')
    fireEvent.keyDown(viewer, { key: 'ArrowRight' })
    expect(screen.getByText('2 / 2')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Previous picture' }))
    expect(screen.getByRole('link', { name: 'Download' })).toHaveAttribute('download', '1.png')
  })
  it('closes with Esc', async () => {
    fireEvent.keyDown(await look(3), { key: 'Escape' })
    expect(screen.queryByRole('dialog')).toBeNull()
  })
  it('turns with a swipe, not with scrolling', async () => {
    const viewer = await look(1)
    const swipe = (x: number, y: number) => {
      fireEvent.touchStart(viewer, { touches: [{ clientX: 200, clientY: 200 }] })
      fireEvent.touchEnd(viewer, { changedTouches: [{ clientX: x, clientY: y }] })
    }
    swipe(120, 320)
    expect(screen.getByText('1 / 2')).toBeInTheDocument()
    swipe(100, 210)
    expect(screen.getByText('2 / 2')).toBeInTheDocument()
  })
  it('says when a picture cannot be shown', async () => {
    await look(1)
    fireEvent.error(screen.getByRole('img', { name: '1.png' }))
    expect(screen.getByRole('alert')).toHaveTextContent('download it')
  })
})

describe('showing', () => {
  it('does not open for what is no picture', () => {
    usePictures.setState({ shown: null })
    showPictures(files, files[1]!)
    expect(usePictures.getState().shown).toBeNull()
  })
  it('stays at the ends', () => expect(neighbour({ items: [file(1)], at: 0 }, -1).at).toBe(0))
})
