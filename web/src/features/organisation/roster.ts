// A roster: a workbook of people, looked at and taken.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { post } from '@/core/http'
import type { Id, Words } from '@/core/types'
import { ADMIN } from './organisation'

export type RosterProblem = {
  column: string
  label: string
  code: string
  raw: string
  refuses: boolean
  detail: string
}
export type RosterRow = {
  row: number
  name: string
  action: 'create' | 'update' | 'same' | 'refused'
  person: Id | null
  problems: RosterProblem[]
}
export type Plan = {
  plan: number
  sheet: string
  columns: { key: string; label: Words }[]
  unknown_columns: string[]
  counts: { create: number; update: number; same: number; refused: number }
  departments: string[]
  positions: string[]
  rows: RosterRow[]
}
export type Result = {
  created: number
  updated: number
  refused: number
  departments: number
  positions: number
  people: Id[]
}
export type Wishes = { file: Id; departments: boolean; positions: boolean }

export const usePreview = () =>
  useMutation({ mutationFn: (wishes: Wishes) => post<Plan>('/admin/roster/preview', wishes) })

export function useRun() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (run: Wishes & { plan: number }) => post<Plan & { result: Result }>('/admin/roster', run),
    onSuccess: () => client.invalidateQueries({ queryKey: ADMIN }),
  })
}
