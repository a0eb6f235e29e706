/** One answer of one sandbox model: the kind is found, the work is done, its form and its faults are the model's own. */
import type { CorpusProject } from '../../../benchmarks/corpus/corpus.ts'
import { seededRandom } from '../../../benchmarks/scorer/defects/random.ts'
import { isProse, kindOf } from '../kind.ts'
import { planQuality } from '../quality.ts'
import type { SandboxModel } from '../sandboxModel.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'
import { answerBuild } from './buildAnswer.ts'
import { answerCart, keepsCart } from './cartAnswer.ts'
import { answerEdit } from './editAnswer.ts'
import { writeFiles } from './fileForms.ts'
import { asksForFiles, valueForSchema } from './jsonSchemaValue.ts'
import { answerInProse } from './proseAnswer.ts'

export type Answerer = (model: SandboxModel, request: SandboxRequest) => string

export interface FileAnswer {
  message: string
  files: Record<string, string>
}

/** Deterministic: the same model and request always get the same answer. */
export function createAnswerer(corpus: readonly CorpusProject[]): Answerer {
  return (model, request) => {
    if (keepsCart(request)) return answerCart(model.grade, request)
    const kind = kindOf(request)
    const random = seededRandom(1, model.id, request.request)
    const quality = planQuality(model, kind, random)
    if (request.responseSchema && !asksForFiles(request.responseSchema)) {
      return JSON.stringify(valueForSchema(request.responseSchema, request.request))
    }
    if (isProse(request)) return answerInProse(kind, request, quality.thoroughness)
    const hasFiles = Object.keys(request.existingFiles).length > 0
    const answer = hasFiles
      ? answerEdit({ kind, request, corpus, quality, random })
      : answerBuild({ kind, request, corpus, quality, random })
    return writeFiles(answer, request.responseSchema ? 'json' : model.grade)
  }
}
