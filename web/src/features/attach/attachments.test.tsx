// What a composer takes along: pasted pictures get a name of their own, words win over pictures, drafts go stale.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepDraft, readDraft } from '@/core/drafts'
import { usePreferences } from '@/core/preferences'
import { alive } from '@/core/waiting'
import { startLanguage } from '@/i18n'
import { MOST, named, pastedFiles, useAttachments } from './attachments'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()

const json = (body: unknown, status = 200) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))
const photo = (name: string) => new File(['x'], name, { type: 'image/png' })
const kept = (id: number, at: number) => ({ id, name: `${id}.png`, size: 1, type: 'image/png', at })

describe('a paste', () => {
  const data = (text: string) => ({ getData: () => text, files: [photo('image.png')] }) as unknown as DataTransfer

  it('is words when there are words, files when there are none', () => {
    expect(pastedFiles(data('1\t2'))).toEqual([])
    expect(pastedFiles(data(''))).toHaveLength(1)
  })
  it('names a picture that browsers call image.png', () => {
    expect(named(photo('image.png'), 'Picture 1').name).toBe('Picture 1.png')
    expect(named(photo('line.png'), 'Picture 1').name).toBe('line.png')
  })
})

describe('attachments', () => {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
  )
  const start = () => renderHook(() => useAttachments('log.deal.1'), { wrapper }).result
  beforeEach(() => localStorage.clear())
  afterEach(() => void vi.unstubAllGlobals())

  it('are uploaded at once and kept until they are sent', async () => {
    let id = 0
    vi.stubGlobal('fetch', () => json({ id: ++id, name: `${id}.png`, size: 1, type: 'image/png', width: 4 }, 201))
    const box = start()
    act(() => box.current.add([photo('a.png'), photo('b.png')]))
    expect(box.current.busy).toHaveLength(2)
    await waitFor(() => expect(box.current.files.map((file) => file.id)).toEqual([1, 2]))
    expect(box.current.busy).toEqual([])
    expect(readDraft<unknown[]>('log.deal.1.files')).toHaveLength(2)
    act(() => box.current.remove(1))
    expect(box.current.files.map((file) => file.id)).toEqual([2])
    act(() => box.current.drop([2]))
    expect(readDraft('log.deal.1.files')).toBeUndefined()
  })
  it('stay on the server when their chip goes: they may hang on a record already', async () => {
    const asked = vi.fn(() => json({ id: 1, name: 'a.png', size: 1, type: 'image/png' }, 201))
    vi.stubGlobal('fetch', asked)
    const box = start()
    act(() => box.current.add([photo('a.png')]))
    await waitFor(() => expect(box.current.files).toHaveLength(1))
    act(() => box.current.remove(1))
    expect(box.current.files).toEqual([])
    expect(asked).toHaveBeenCalledTimes(1)
  })
  it('say which one was refused and why, and keep the others', async () => {
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      const name = ((init.body as FormData).get('file') as File).name
      if (name === 'a.png') return json({ code: 'files.too_large', detail: 'Too large' }, 422)
      return json({ id: 5, name, size: 1, type: 'image/png' }, 201)
    })
    const box = start()
    act(() => box.current.add([photo('a.png'), photo('b.png')]))
    await waitFor(() => expect(box.current.problem).toContain('Too large'))
    expect(box.current.problem).toContain('a.png')
    await waitFor(() => expect(box.current.files.map((file) => file.name)).toEqual(['b.png']))
  })
  it('come back with the draft as long as the server still has them', () => {
    const now = Date.now()
    keepDraft('log.deal.1.files', [kept(1, now - 25 * 3_600_000), kept(2, now - 3_600_000)])
    expect(start().current.files.map((file) => file.id)).toEqual([2])
    expect(alive(undefined)).toEqual([])
  })
  it('are not more than the server takes at once', async () => {
    let id = 0
    vi.stubGlobal('fetch', () => json({ id: ++id, name: 'x', size: 1, type: 'image/png' }, 201))
    const box = start()
    act(() => box.current.add(Array.from({ length: MOST + 3 }, (_, i) => photo(`${i}.png`))))
    await waitFor(() => expect(box.current.files).toHaveLength(MOST))
    expect(box.current.problem).toContain(String(MOST))
  })

  describe('that end in their own time', () => {
    /** Uploads end when the test says so; their ids count up as they end. */
    const slow = () => {
      let id = 0
      const ends = new Map<string, () => void>()
      vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
        const name = ((init.body as FormData).get('file') as File).name
        const answer = () => json({ id: ++id, name, size: 1, type: 'image/png' }, 201)
        return new Promise((done) => ends.set(name, () => done(answer())))
      })
      return async (name: string) => {
        await waitFor(() => expect(ends.has(name)).toBe(true))
        await act(async () => ends.get(name)!())
      }
    }
    const names = (files: { name: string }[] | undefined) => files?.map((file) => file.name)
    const drafted = () => names(readDraft<{ name: string }[]>('log.deal.1.files'))

    it('are there when their composer was closed and opened again', async () => {
      const end = slow()
      const closed = renderHook(() => useAttachments('log.deal.1'), { wrapper })
      act(() => closed.result.current.add([photo('slow.png'), photo('slower.png')]))
      closed.unmount()
      await end('slow.png')
      await waitFor(() => expect(drafted()).toEqual(['slow.png']))
      const box = start()
      expect(names(box.current.busy)).toEqual(['slower.png'])
      act(() => box.current.add([photo('quick.png')]))
      await end('quick.png')
      await waitFor(() => expect(box.current.files).toHaveLength(2))
      await end('slower.png')
      await waitFor(() => expect(box.current.busy).toEqual([]))
      expect(names(box.current.files)).toEqual(['slow.png', 'quick.png', 'slower.png'])
      expect(drafted()).toEqual(names(box.current.files))
    })
    it('stay when they were not yet sent with the rest', async () => {
      const end = slow()
      const box = start()
      act(() => box.current.add([photo('sent.png'), photo('late.png')]))
      await end('sent.png')
      await waitFor(() => expect(box.current.files).toHaveLength(1))
      const sent = box.current
      await end('late.png')
      await waitFor(() => expect(box.current.files).toHaveLength(2))
      act(() => sent.drop(sent.files.map((file) => file.id)))
      expect(names(box.current.files)).toEqual(['late.png'])
      expect(drafted()).toEqual(['late.png'])
    })
    it('say why one failed while their composer was closed', async () => {
      let refuse: () => void = () => undefined
      const refused = () => json({ code: 'files.too_large', detail: 'Too large' }, 422)
      vi.stubGlobal('fetch', () => new Promise((done) => (refuse = () => done(refused()))))
      const closed = renderHook(() => useAttachments('log.deal.1'), { wrapper })
      act(() => closed.result.current.add([photo('a.png')]))
      closed.unmount()
      await act(async () => refuse())
      const box = start()
      await waitFor(() => expect(box.current.problem).toContain('Too large'))
    })
  })
})
