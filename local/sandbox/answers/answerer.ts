/** One answer of one sandbox model: the kind is found, the work is done, its form and its faults are the model's own. */
import type { CorpusProject } from '../../../benchmarks/corpus/corpus.ts'
import { seededRandom } from '../../../benchmarks/scorer/defects/random.ts'
import { isProse, kindOf } from '../kind.ts'
import { planQuality } from '../quality.ts'
import type { SandboxModel } from '../sandboxModel.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'
import { answerBuild } from './buildAnswer.ts'
import { answerCart, keepsCart } from './cartAnswer.ts'
import { answerFromDocument, readsDocument } from './documentAnswer.ts'
import { answerEdit } from './editAnswer.ts'
import { writeFiles } from './fileForms.ts'
import { answerDecision, answerStrategy, decidesInGame, writesStrategy } from './gameAnswer.ts'
import { asksForFiles, valueForSchema } from './jsonSchemaValue.ts'
import { answerPart, answerPlan } from './planAnswer.ts'
import { answerInProse } from './proseAnswer.ts'
import { answerRepair } from './repairAnswer.ts'
import { readStep } from './step.ts'

export type Answerer = (model: SandboxModel, request: SandboxRequest) => string

export interface FileAnswer {
  message: string
  files: Record<string, string>
}

/** Deterministic: the same model and request always get the same answer. */
export function createAnswerer(corpus: readonly CorpusProject[]): Answerer {
  return (model, received) => {
    if (keepsCart(received)) return answerCart(model.grade, received)
    if (readsDocument(received)) return answerFromDocument(model.grade, received)
    if (writesStrategy(received)) {
      return answerStrategy(model, received, seededRandom(1, model.id, received.prompt))
    }
    if (decidesInGame(received)) {
      return answerDecision(model, received, seededRandom(1, model.id, received.prompt))
    }
    const { step, request } = readStep(received)
    const kind = kindOf(request)
    const random = seededRandom(1, model.id, received.request)
    const quality = planQuality(model, kind, random)
    if (request.responseSchema && step === undefined && !asksForFiles(request.responseSchema)) {
      return JSON.stringify(valueForSchema(request.responseSchema, request.request))
    }
    if (step?.name === 'plan') return answerPlan({ kind, request, corpus })
    if (step?.name === 'part')
      return writeFiles(answerPart({ kind, request, corpus, quality, random }, step.paths), model.grade)
    if (step?.name === 'repair') {
      const repair = answerRepair({ kind, request, corpus, quality, random }, model.grade, step.problems)
      if (repair) return writeFiles(repair, model.grade)
    }
    if (isProse(request)) return answerInProse(kind, request, quality.thoroughness)
    const hasFiles = Object.keys(request.existingFiles).length > 0
    const answer = hasFiles
      ? answerEdit({ kind, request, corpus, quality, random })
      : answerBuild({ kind, request, corpus, quality, random })
    return writeFiles(answer, request.responseSchema ? 'json' : model.grade)
  }
}
