// The board's data: columns of cards with counts and sums, and moving a card between them.
import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, post } from '@/core/http'
import { refreshForm } from '@/core/records'
import type { Filter, Id, Row } from '@/core/types'

export type Column = { stage: string; count: number; amount: number | null; weighted: number | null; items: Row[] }
export type Totals = {
  count: number
  amount: number | null
  weighted: number | null
  leaking: { count: number; amount: number | null }
}
export type Board = { columns: Column[]; totals: Totals }
export type BoardQuery = {
  filter?: Filter | null
  search?: string
  pipeline?: string
  limit?: number
  colours?: Filter[]
}

export const boardKey = (form: string, query?: BoardQuery) =>
  query ? (['kanban', form, query] as const) : (['kanban', form] as const)

export function useBoard(form: string, query: BoardQuery) {
  return useQuery({
    queryKey: boardKey(form, query),
    queryFn: ({ signal }) =>
      get<Board>(`/records/${form}/kanban`, {
        signal,
        query: {
          filter: query.filter ? JSON.stringify(query.filter) : undefined,
          search: query.search,
          colours: query.colours?.length ? JSON.stringify(query.colours) : undefined,
          pipeline: query.pipeline,
          limit: query.limit,
        },
      }),
    placeholderData: keepPreviousData,
  })
}

export type Move = { row: Row; to: string; values?: { [key: string]: unknown } }

/** Moves a card at once on the screen and asks the server; a refusal puts it back (the caller says why). */
export function useMoveCard(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ row, to, values }: Move) =>
      post<Row>(
        `/records/${form}/${row.id}/stage`,
        { stage: to, version: row.version, values: values ?? {} },
        { idempotencyKey: newIdempotencyKey() },
      ),
    onMutate: ({ row, to }) => {
      const before = client.getQueriesData<Board>({ queryKey: boardKey(form) })
      place(client, form, row, to)
      return { before }
    },
    onError: (_e, _m, context) => context?.before.forEach(([key, board]) => client.setQueryData(key, board)),
    onSuccess: (saved) => refreshForm(client, form, saved.id),
    onSettled: () => void client.invalidateQueries({ queryKey: boardKey(form) }),
  })
}

function place(client: QueryClient, form: string, row: Row, to: string): void {
  client.setQueriesData<Board>({ queryKey: boardKey(form) }, (board) => board && moved(board, row, to))
}

/** The board with the card on top of column `to`; counts follow, sums wait for the server. */
export function moved(board: Board, row: Row, to: string): Board {
  const holds = (c: Column) => c.items.some((r) => r.id === row.id)
  const from = board.columns.find(holds)
  if (!from || from.stage === to) return board
  const columns = board.columns.map((c) => {
    if (c === from) return { ...c, count: c.count - 1, items: c.items.filter((r) => r.id !== row.id) }
    if (c.stage === to) return { ...c, count: c.count + 1, items: [{ ...row, stage: to }, ...c.items] }
    return c
  })
  return { ...board, columns }
}

/** The board with the card in some column: where it is in none, on top of column `stage`. */
export function held(board: Board, row: Row, stage: string): Board {
  if (board.columns.some((c) => c.items.some((r) => r.id === row.id))) return board
  const own = board.columns.find((c) => c.stage === stage)
  const none: Column = { stage, count: 0, amount: null, weighted: null, items: [] }
  const columns = own ? board.columns : [...board.columns, none]
  return { ...board, columns: columns.map((c) => (c.stage === stage ? { ...c, items: [row, ...c.items] } : c)) }
}

export const cardId = (row: { id: Id }): string => `card:${row.id}`
