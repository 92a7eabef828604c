// One event stream while the page is looked at: it rests out of sight, and comes back by itself.

/** A page nobody has looked at for so long gives its connection back: a browser has six for all its tabs. */
const OUT_OF_SIGHT = 60_000
const FIRST_PAUSE = 2_000
const LONGEST_PAUSE = 60_000

type Handlers = {
  events: readonly string[]
  tell: (event: string, data: string) => void
  /** There was a gap: what happened in it was not told. */
  missed: () => void
}

/** Opens the stream; the answer ends it for good. */
export function follow(address: string, { events, tell, missed }: Handlers): () => void {
  let stream: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let leave: ReturnType<typeof setTimeout> | undefined
  let pause = FIRST_PAUSE
  let greeted = false

  const close = () => {
    clearTimeout(retry)
    stream?.close()
    stream = null
  }
  const open = () => {
    close()
    const opened = new EventSource(address)
    stream = opened
    opened.addEventListener('hello', () => {
      pause = FIRST_PAUSE
      if (greeted) missed()
      greeted = true
    })
    opened.addEventListener('rest', close)
    for (const event of events) opened.addEventListener(event, (e: MessageEvent<string>) => tell(event, e.data))
    // A stream that breaks off is opened again by the browser; a refused one is not.
    opened.addEventListener('error', () => {
      if (opened !== stream || opened.readyState !== EventSource.CLOSED) return
      close()
      retry = setTimeout(open, pause * (0.75 + Math.random() / 2))
      pause = Math.min(pause * 2, LONGEST_PAUSE)
    })
  }
  const look = () => {
    clearTimeout(leave)
    if (document.hidden) leave = setTimeout(close, OUT_OF_SIGHT)
    else if (!stream) open()
  }
  document.addEventListener('visibilitychange', look)
  window.addEventListener('focus', look)
  open()
  look() // a tab opened in the background gives its stream back too
  return () => {
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('focus', look)
    clearTimeout(leave)
    close()
  }
}
