// The rules on the record page: what is being edited where it stands counts at once for all other fields.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { type Judge, NO_RULING, type Ruling, useJudge, type Values } from '@/core/rules'
import type { Form, Row, Value } from '@/core/types'
import { AtHand } from '@/kinds'

type Ruled = {
  ruling: Ruling
  judge: Judge
  /** What is being edited, anywhere on the page. */
  drafts: Values
  /** Undefined: no longer. */
  report: (key: string, value: Value | undefined) => void
  /** The fields whose editor is open: they stay where they are, whatever becomes of the record meanwhile. */
  open: ReadonlySet<string>
  keep: (key: string, on: boolean) => void
}

const Context = createContext<Ruled>({
  ruling: NO_RULING,
  judge: () => NO_RULING,
  drafts: {},
  report: () => undefined,
  open: new Set(),
  keep: () => undefined,
})

export const useRecordRules = (): Ruled => useContext(Context)

export function RecordRules({ form, row, children }: { form: Form; row: Row; children: ReactNode }) {
  const [drafts, setDrafts] = useState<Values>({})
  const judge = useJudge(form)
  const ruling = useMemo(() => judge({ ...row, ...drafts }, row), [judge, row, drafts])
  const report = useCallback((key: string, value: Value | undefined) => {
    setDrafts((now) => {
      if (value === undefined && !(key in now)) return now
      const { [key]: _gone, ...rest } = now
      return value === undefined ? rest : { ...rest, [key]: value }
    })
  }, [])
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const keep = useCallback((key: string, on: boolean) => {
    setOpen((now) => (now.has(key) === on ? now : new Set(on ? [...now, key] : [...now].filter((x) => x !== key))))
  }, [])
  const ruled = useMemo(
    () => ({ ruling, judge, drafts, report, open, keep }),
    [ruling, judge, drafts, report, open, keep],
  )
  const atHand = useMemo(() => ({ ...row, ...drafts }), [row, drafts])
  return (
    <Context.Provider value={ruled}>
      <AtHand value={atHand}>{children}</AtHand>
    </Context.Provider>
  )
}
