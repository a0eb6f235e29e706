/**
 * Cost advice: for each stage of a configuration the cheapest model that has been seen not to be worse.
 *
 * "Not worse beyond the noise" is said of a model where the 95 % interval of its accuracy less that of the present model
 * reaches 0 or above, and the evidence could have shown a loss that matters: its lower end is not below -10 points. With
 * less evidence nothing is advised, since what has not been looked at long enough is never found to be worse.
 */
import { type Difference, differenceOf, type Sample, sampleOf } from './interval.ts'

export interface StageEvidence {
  stage: string
  model: string
  /** 0 to 1; a failure is 0. */
  accuracy: number
  /** `null`: no known price. */
  cost_usd: number | null
}

export interface ModelEvidence extends Difference {
  model: string
  /** How often it was measured in this stage. */
  measured: number
  mean_accuracy: number
  stddev_accuracy: number
  mean_cost_usd: number | null
  /** Against the stage's present model. */
  verdict: 'present' | 'not_worse' | 'worse' | 'too_little_evidence'
}

export interface StageAdvice {
  stage: string
  present_model: string
  /** `null`: stay. */
  advised_model: string | null
  /** Mean cost of a call of the present model less that of the advised. */
  saves_usd_a_call: number | null
  /** Dearest first. */
  evidence: ModelEvidence[]
}

const FEWEST_MEASURED = 5
/** A loss of this much would have to show before a model is advised. */
const LOSS_THAT_MATTERS = 0.1

/** `stageModels`: stage → models in order; the first is the one that usually answers, and that others are held against. */
export function recommendModels(
  stageModels: Readonly<Record<string, readonly string[]>>,
  evidence: readonly StageEvidence[],
): StageAdvice[] {
  return Object.entries(stageModels).flatMap(([stage, [present]]) => {
    if (present === undefined) return []
    const rows = evidence.filter((row) => row.stage === stage)
    return [adviseStage(stage, present, rows)]
  })
}

function adviseStage(stage: string, present: string, rows: readonly StageEvidence[]): StageAdvice {
  const byModel = Map.groupBy(rows, (row) => row.model)
  const measured = [...byModel].map(([model, own]) => ({
    model,
    sample: sampleOf(own.map(({ accuracy }) => accuracy)),
    cost: meanCost(own),
  }))
  const presentOne = measured.find(({ model }) => model === present)
  const evidence = measured
    .map(({ model, sample, cost }) => toEvidence(model, sample, cost, presentOne))
    .sort((left, right) => (right.mean_cost_usd ?? 0) - (left.mean_cost_usd ?? 0))
  const presentCost = presentOne?.cost ?? null
  const cheaper = evidence.filter(
    ({ verdict, mean_cost_usd }) =>
      verdict === 'not_worse' &&
      mean_cost_usd !== null &&
      presentCost !== null &&
      mean_cost_usd < presentCost,
  )
  const advised = cheaper.at(-1)
  const saves =
    advised?.mean_cost_usd == null || presentCost === null ? null : presentCost - advised.mean_cost_usd
  return {
    stage,
    present_model: present,
    advised_model: advised?.model ?? null,
    saves_usd_a_call: saves,
    evidence,
  }
}

function toEvidence(
  model: string,
  sample: Sample,
  cost: number | null,
  present: { model: string; sample: Sample } | undefined,
): ModelEvidence {
  const against = present ? differenceOf(present.sample, sample) : { difference: 0, interval: null }
  return {
    model,
    measured: sample.count,
    mean_accuracy: sample.mean,
    stddev_accuracy: Math.sqrt(sample.variance),
    mean_cost_usd: cost,
    ...against,
    verdict: verdictOf(model, sample, against, present),
  }
}

function verdictOf(
  model: string,
  sample: Sample,
  { interval }: Difference,
  present: { model: string; sample: Sample } | undefined,
): ModelEvidence['verdict'] {
  if (model === present?.model) return 'present'
  const isEnough = Math.min(sample.count, present?.sample.count ?? 0) >= FEWEST_MEASURED
  if (interval === null || !isEnough) return 'too_little_evidence'
  if (interval[1] < 0) return 'worse'
  return interval[0] >= -LOSS_THAT_MATTERS ? 'not_worse' : 'too_little_evidence'
}

/** `null` where any has no known price. */
function meanCost(rows: readonly StageEvidence[]): number | null {
  let sum = 0
  for (const { cost_usd } of rows) {
    if (cost_usd === null) return null
    sum += cost_usd
  }
  return rows.length === 0 ? null : sum / rows.length
}
