/** Writes a `.br` and a `.gz` beside every built text file, so that the server only has to pick one. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin, ResolvedConfig } from 'vite'

const TEXT = /\.(js|mjs|css|html|svg|json|webmanifest|txt)$/
const WORTH_IT = 1024
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

export function compress(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'bulou:compress',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    async writeBundle() {
      const folder = resolve(config.root, config.build.outDir)
      const names = await readdir(folder, { recursive: true })
      for (const name of names.filter((each) => TEXT.test(each))) await compressFile(join(folder, name))
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const text = await readFile(path)
  if (text.length < WORTH_IT) return
  const options = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  }
  await writeFile(`${path}.br`, await brotli(text, options))
  await writeFile(`${path}.gz`, await zip(text, { level: 9 }))
}
