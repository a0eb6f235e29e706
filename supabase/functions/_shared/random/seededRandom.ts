/** Seeded random choices: the same seed and labels always give the same ones. */
import { randomLcg } from 'd3-random'

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** One item, uniformly; undefined for an empty list. */
  pick<T>(items: readonly T[]): T | undefined
  /** A new array in random order (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[]
}

/** A source of its own for each combination of seed and labels, so that what one draws never changes what another does. */
export function seededRandom(seed: number, ...labels: string[]): Random {
  const source = randomLcg(hash(`${seed}\n${labels.join('\n')}`) / 2 ** 32)
  return {
    next: source,
    pick: (items) => items[Math.floor(source() * items.length)],
    shuffle: (items) => {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = Math.floor(source() * (last + 1))
        const moved = shuffled.splice(other, 1)
        shuffled.splice(last, 0, ...moved)
      }
      return shuffled
    },
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}
