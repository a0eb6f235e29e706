/** Sizes and hashes of pieces of a source text that do not change when it is reformatted. */

/** Characters a formatter adds, removes or swaps: white space, quotes, brackets, commas, semicolons. */
const IGNORED = new Uint8Array(128)
for (const character of ' \t\n\r\f\v\'"`(){}[],;') IGNORED[character.charCodeAt(0)] = 1

/** Whether a formatter may add or remove this UTF-16 unit. */
export function isIgnored(code: number): boolean {
  return code < 128 && IGNORED[code] === 1
}

const MULTIPLIER = 0x01000193

export interface CodeMeasure {
  /** Characters of code between two offsets. */
  size(start: number, end: number): number
  /** Polynomial rolling hash modulo 2³² (Karp and Rabin, 1987) of the code between two offsets. */
  hash(start: number, end: number): number
}

export function measureCode(text: string): CodeMeasure {
  const counts = new Uint32Array(text.length + 1)
  const hashes = new Uint32Array(text.length + 1)
  let count = 0
  let hash = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 128 || IGNORED[code] === 0) {
      count++
      hash = (Math.imul(hash, MULTIPLIER) + code) | 0
    }
    counts[index + 1] = count
    hashes[index + 1] = hash
  }
  return {
    size: (start, end) => (counts[end] ?? count) - (counts[start] ?? 0),
    hash: (start, end) => {
      const length = (counts[end] ?? count) - (counts[start] ?? 0)
      return ((hashes[end] ?? hash) - Math.imul(hashes[start] ?? 0, power(length))) >>> 0
    },
  }
}

function power(exponent: number): number {
  let result = 1
  let base = MULTIPLIER
  for (let rest = exponent; rest > 0; rest >>>= 1) {
    if ((rest & 1) === 1) result = Math.imul(result, base)
    base = Math.imul(base, base)
  }
  return result
}
