// What rules leave of a public page for now: its fields, their values, and what there is to say.
import { useEffect, useMemo, useState } from 'react'
import type { Judge } from './judging'
import { unruled, type Judged, type PublicPage, type Values } from './model'

/** Until the rules are there, all fields are shown as they are. */
export function useJudged(page: PublicPage, values: Values): Judged {
  const { rules, clock } = page
  const [judge, setJudge] = useState<Judge | null>(null)
  const [now] = useState(() => Date.now())
  useEffect(() => {
    setJudge(null)
    if (!rules?.length || !clock) return
    let current = true
    void import('./judging')
      .then(({ judgeOf }) => judgeOf(page, clock, now))
      .then((made) => current && setJudge(() => made))
    return () => {
      current = false
    }
  }, [page, rules, clock, now])
  return useMemo(() => (judge ? judge(values) : unruled(page, values)), [judge, page, values])
}
