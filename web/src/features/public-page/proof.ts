// The puzzle that makes mass entries dear: SHA-256 of `nonce.solution` must begin with so many zero bits.
// Browsers offer hashing on secure addresses only, and one promise a hash is slow: hence our own (FIPS 180-4).

const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0
const PRIMES = Array.from({ length: 310 }, (_, n) => n + 2).filter((n) => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
  return true
})
const ROUNDS = Int32Array.from(PRIMES.slice(0, 64), (p) => fraction(Math.cbrt(p)))
const START = Int32Array.from(PRIMES.slice(0, 8), (p) => fraction(Math.sqrt(p)))

const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n))

/** The hash of a text as eight 32-bit words. */
export function sha256(text: string): Int32Array {
  const bytes = new TextEncoder().encode(text)
  const blocks = new Uint8Array(((bytes.length + 72) >> 6) << 6)
  blocks.set(bytes)
  blocks[bytes.length] = 0x80
  const view = new DataView(blocks.buffer)
  view.setUint32(blocks.length - 4, bytes.length * 8)
  const state = Int32Array.from(START)
  for (let at = 0; at < blocks.length; at += 64) mix(state, view, at)
  return state
}

const words = new Int32Array(64)

function mix(state: Int32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i)
  for (let i = 16; i < 64; i++) {
    const [a, b] = [words[i - 15]!, words[i - 2]!]
    const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)
    const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
    words[i] = words[i - 16]! + low + words[i - 7]! + high
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i]! + words[i]!) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const sums = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = state[i]! + sums[i]!
}

/** Whether the hash begins with `bits` zero bits (at most 32). */
export const isSolved = (nonce: string, solution: string, bits: number): boolean =>
  sha256(`${nonce}.${solution}`)[0]! >>> (32 - bits) === 0

const SLICE = 500

/** Looks for a solution in slices, so that typing never waits for it. */
export async function solve(nonce: string, bits: number): Promise<string> {
  for (let number = 0; ; number++) {
    if (isSolved(nonce, String(number), bits)) return String(number)
    if (number % SLICE === SLICE - 1) {
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
  }
}
