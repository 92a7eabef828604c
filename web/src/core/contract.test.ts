// The shapes that pages write by hand against those generated from the server: what is sent fits its body key by key,
// what is answered fits what pages expect. Most answers are open objects in the contract, so theirs stay by hand.
import { describe, expectTypeOf, it } from 'vitest'
import type { components, paths } from '@/api/schema'
import type { AggregateQuery, Batch, BulkTarget, BulkWork, ListQuery } from './records'
import type { Id, Page, Row, View } from './types'

type Schemas = components['schemas']
/** A body as it may be sent: what has a default may be left out. */
type Body<K extends keyof Schemas> = { [P in keyof Schemas[K]]?: Schemas[K][P] | undefined }
/** Keys that the server would refuse as unknown. */
type Unknown<Sent, K extends keyof Schemas> = Exclude<Sent extends unknown ? keyof Sent : never, keyof Schemas[K]>
type Asked = NonNullable<paths['/api/records/{form}']['get']['parameters']['query']>

describe('what pages send', () => {
  it('an aggregate', () => {
    expectTypeOf<Unknown<AggregateQuery, 'AggregateBody'>>().toBeNever()
    expectTypeOf<AggregateQuery>().toExtend<Body<'AggregateBody'>>()
  })
  it('a bulk change', () => {
    expectTypeOf<Unknown<BulkTarget | BulkWork, 'BulkBody'>>().toBeNever()
  })
  it('a list query', () => {
    expectTypeOf<Exclude<keyof ListQuery, keyof Asked>>().toBeNever()
  })
  it('a move to a stage, a view', () => {
    expectTypeOf<{ stage: string; version: number; values: { [key: string]: unknown } }>().toExtend<Body<'StageMove'>>()
    expectTypeOf<Pick<View, 'shared' | 'version'>>().toExtend<Body<'ViewChange'>>()
  })
})

describe('what pages expect', () => {
  it('records and pages of them', () => {
    expectTypeOf<Schemas['Record']>().toExtend<Pick<Row, 'id' | 'version' | 'title'>>()
    expectTypeOf<Schemas['RecordPage']['items'][number]['id']>().toEqualTypeOf<Id>()
    expectTypeOf<NonNullable<Schemas['RecordPage']['total']>>().toExtend<NonNullable<Page<Row>['total']>>()
    expectTypeOf<Schemas['RecordPage']['next']>().toEqualTypeOf<Page<Row>['next']>()
  })
  it('a started job', () => {
    expectTypeOf<Pick<Batch, 'job'>>().toEqualTypeOf<Pick<Schemas['Started'], 'job'>>()
  })
})
