/** How good an answer of a model is: which defects go into it, from the model's grade, its flavour's strengths and the request. */
import type { Random } from '../../benchmarks/scorer/defects/random.ts'
import type { RequestKind } from './kind.ts'
import type { Flavour, SandboxModel } from './sandboxModel.ts'

/** What each flavour is better at than the other, so that there is something to learn. */
const STRENGTHS: Readonly<Record<Flavour, readonly RequestKind[]>> = {
  gemini: ['dashboard', 'landing', 'question', 'documentation', 'build'],
  openai: ['todo', 'form', 'edit', 'debug', 'review'],
}

const FATAL = [
  'file-removed',
  'import-path-wrong',
  'named-export-missing',
  'code-elided',
  'dependency-missing',
  'file-cut-off',
]
const MAJOR = [
  'handler-not-wired',
  'handlers-emptied',
  'state-never-updated',
  'placeholder-component',
  'elided-comment-only',
  'prop-wrong',
  'components-unreachable',
  'route-without-component',
]
const MINOR = [
  'console-noise',
  'unused-imports',
  'keys-missing',
  'any-everywhere',
  'effect-cleanup-missing',
  'blocks-duplicated',
]

export interface QualityPlan {
  /** Names of defects, mildest first, as the injector knows them. */
  defects: string[]
  /** Share of a prose answer that gets written, 0..1. */
  thoroughness: number
}

export function planQuality(model: SandboxModel, kind: RequestKind, random: Random): QualityPlan {
  const favoured = STRENGTHS[model.flavour].includes(kind)
  const some = (names: readonly string[], count: number) => random.shuffle(names).slice(0, count)
  switch (model.grade) {
    case 'strong':
      return {
        defects: !favoured && random.next() < 0.3 ? some(MINOR, 1) : [],
        thoroughness: favoured ? 1 : 0.9,
      }
    case 'balanced': {
      const major = random.next() < (favoured ? 0.25 : 0.6) ? 1 : 0
      return { defects: [...some(MINOR, 2), ...some(MAJOR, major)], thoroughness: favoured ? 0.65 : 0.5 }
    }
    case 'fast': {
      const broken = random.next() < (favoured ? 0.35 : 0.65)
      return {
        defects: [...some(MINOR, 2), ...some(MAJOR, broken ? 1 : 2), ...(broken ? some(FATAL, 2) : [])],
        thoroughness: favoured ? 0.3 : 0.2,
      }
    }
  }
}
