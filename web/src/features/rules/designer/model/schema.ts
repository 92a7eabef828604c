// Reading the JSON schema of an option.
import type { Schema } from './types'

/** What an option is where it may be left out, too. */
export function bare(schema: Schema): Schema {
  const some = schema.anyOf?.filter((each) => each.type !== 'null')
  return some?.length === 1 ? { ...schema, ...some[0] } : schema
}
