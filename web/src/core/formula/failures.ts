// Errors of formulas: codes, errors as values, and errors on their way.
export const DIVIDED = '#DIV/0'
export const UNUSABLE = '#VALUE'
export const OUT_OF_RANGE = '#NUM'
export const NOT_FOUND = '#N/A'
export const LOST = '#REF'
export const TOO_MUCH = '#LIMIT'

/** An error as a value. */
export class Failed {
  constructor(readonly code: string) {}
}

/** An error on its way to whoever catches it (IFERROR), else to the result. */
export class Failure extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

export function fail(code: string): never {
  throw new Failure(code)
}
