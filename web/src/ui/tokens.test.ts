// Every colour and measure that a style names is there: a name that is not draws nothing, and nobody is told.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(css|tsx?)$/.test(name))
  .map((name) => readFileSync(`src/${name}`, 'utf8'))

const found = (pattern: RegExp) => new Set(files.flatMap((text) => [...text.matchAll(pattern)].map((m) => m[1]!)))

it('styles use only variables that are defined', () => {
  const defined = found(/(--[a-z0-9-]+)['"]?\]?\s*:/g)
  const unknown = [...found(/var\((--[a-z0-9-]+)\s*[,)]/g)].filter((name) => !defined.has(name))
  expect(unknown).toEqual([])
})
