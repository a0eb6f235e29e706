/**
 * Partial pooling over arms and tasks: what is known of an arm in one kind of task speaks, with caution, for the others.
 *
 *   result of arm a on task t  =  level of t  +  ability of a  +  what sets a apart on t  (+ at this complexity, for this user)
 *
 * Levels are shared by all arms: an arm tried mostly on hard tasks is not taken for a bad one. The usual crossed normal
 * hierarchical model (Gelman et al., Bayesian Data Analysis, 3rd ed., ch. 5 and 15). Levels and abilities are found by
 * turns (backfitting); given the levels, the belief about an arm is exact, a chain of precision-weighted means.
 *
 * Priors are nearly right of most arms and far from right of a few, so abilities depart from them like Student's t: an
 * arm whose results contradict its prior is held to it the less.
 */

export interface Belief {
  mean: number
  variance: number
}

/** What was seen of one arm. `variance` is that of a single result. */
export interface Observation {
  weight: number
  mean: number
  variance: number
}

/** What was seen of one arm, each result in one place only. */
export interface ArmObservations {
  /** By other kind of task; traffic of unknown kind has the name ''. */
  others: ReadonlyMap<string, Observation>
  /** The same kind of task at other complexities. */
  task: Observation | null
  taskComplexity: Observation | null
  user: Observation | null
}

/** Standard deviations: how far levels differ, and how far arms do. */
export interface PoolSpreads {
  /** Of the level of a kind of task, and of one complexity of it. */
  level: number
  complexityLevel: number
  /** Of an arm's ability from its prior, and from that in one kind of task, at one complexity of it, for one user. */
  ability: number
  task: number
  complexity: number
  user: number
}

const BACKFITTING_ROUNDS = 3
/** Degrees of freedom of the abilities, and how often their scale is found anew. */
const ABILITY_FREEDOM = 1
const SCALE_ROUNDS = 3
/** Names of the columns of the task itself, which no task type has. */
const TASK = '\u0000task'
const TASK_COMPLEXITY = '\u0000complexity'

/** Beliefs about each arm on the task at hand, in the order of `priors`. `variance` is of what sets arms apart, without the shared levels. */
export function poolBeliefs(
  priors: readonly number[],
  observations: readonly ArmObservations[],
  spreads: PoolSpreads,
): Belief[] {
  const columns = columnsOf(observations)
  const levels = levelsOf(priors, columns, spreads)
  const taskLevel = levels.get(TASK) ?? levels.get(TASK_COMPLEXITY) ?? levels.get('') ?? meanLevel(levels)
  const ownLevel = levels.get(TASK_COMPLEXITY) ?? taskLevel
  const seesComplexity = observations.some((arm) => hasWeight(arm.taskComplexity))
  const seesUser = observations.some((arm) => hasWeight(arm.user))
  return observations.map((arm, index): Belief => {
    const prior = priors[index] ?? 0
    const learnAbility = (variance: number) => {
      let ability: Belief = { mean: prior, variance }
      for (const [name, seen] of arm.others)
        ability = learn(ability, seen, levels.get(name) ?? 0, spreads.task ** 2)
      return ability
    }
    const variance = abilityVariance(prior, spreads, (believed) => {
      let ability = learnAbility(believed)
      if (hasWeight(arm.task)) ability = learn(ability, arm.task, taskLevel, spreads.task ** 2)
      return hasWeight(arm.taskComplexity)
        ? learn(ability, arm.taskComplexity, ownLevel, spreads.task ** 2)
        : ability
    })
    let belief = widen(learnAbility(variance), spreads.task)
    if (hasWeight(arm.task)) belief = learn(belief, arm.task, taskLevel, spreads.complexity ** 2)
    if (seesComplexity) belief = widen(belief, spreads.complexity)
    if (hasWeight(arm.taskComplexity)) belief = learn(belief, arm.taskComplexity, ownLevel, 0)
    if (seesUser) belief = widen(belief, spreads.user)
    if (hasWeight(arm.user)) belief = learn(belief, arm.user, ownLevel, 0)
    return { mean: belief.mean + ownLevel, variance: belief.variance }
  })
}

/**
 * The variance of a normal prior that stands for Student's t, given what `learn` makes of the arm's results under it:
 * the EM algorithm for the t distribution (Liu & Rubin, Statistica Sinica 5, 1995).
 */
function abilityVariance(
  prior: number,
  spreads: PoolSpreads,
  learnUnder: (variance: number) => Belief,
): number {
  const usual = spreads.ability ** 2
  let variance = usual
  for (let round = 0; round < SCALE_ROUNDS; round++) {
    const ability = learnUnder(variance)
    const squares = (ability.mean - prior) ** 2 + ability.variance
    variance = (ABILITY_FREEDOM * usual + squares) / (ABILITY_FREEDOM + 1)
  }
  return variance
}

type Column = [arm: number, seen: Observation][]

function columnsOf(observations: readonly ArmObservations[]): Map<string, Column> {
  const columns = new Map<string, Column>()
  const add = (name: string, arm: number, seen: Observation | null) => {
    if (!hasWeight(seen)) return
    const column = columns.get(name)
    if (column) column.push([arm, seen])
    else columns.set(name, [[arm, seen]])
  }
  observations.forEach((arm, index) => {
    for (const [name, seen] of arm.others) add(name, index, seen)
    add(TASK, index, arm.task)
    add(TASK_COMPLEXITY, index, arm.taskComplexity)
  })
  return columns
}

/** Levels of the columns: given the abilities of the arms, which are found given the levels, and so by turns. */
function levelsOf(
  priors: readonly number[],
  columns: ReadonlyMap<string, Column>,
  spreads: PoolSpreads,
): Map<string, number> {
  const abilities = priors.slice()
  const levels = new Map<string, number>()
  const cell = spreads.task ** 2
  for (let round = 0; round < BACKFITTING_ROUNDS; round++) {
    const middle = meanLevel(levels)
    for (const [name, column] of columns) {
      const isOwn = name === TASK_COMPLEXITY
      const spread = isOwn && levels.has(TASK) ? spreads.complexityLevel : spreads.level
      const centre = isOwn ? (levels.get(TASK) ?? middle) : middle
      let precision = 1 / spread ** 2
      let sum = centre * precision
      for (const [arm, seen] of column) {
        const share = 1 / (cell + seen.variance / seen.weight)
        precision += share
        sum += share * (seen.mean - (abilities[arm] ?? 0))
      }
      levels.set(name, sum / precision)
    }
    if (round === BACKFITTING_ROUNDS - 1) break
    const precisions = abilities.map(() => 1 / spreads.ability ** 2)
    const sums = priors.map((prior) => prior / spreads.ability ** 2)
    for (const [name, column] of columns) {
      const level = levels.get(name) ?? 0
      for (const [arm, seen] of column) {
        const share = 1 / (cell + seen.variance / seen.weight)
        precisions[arm] = (precisions[arm] ?? 0) + share
        sums[arm] = (sums[arm] ?? 0) + share * (seen.mean - level)
      }
    }
    sums.forEach((sum, arm) => {
      abilities[arm] = sum / (precisions[arm] ?? 1)
    })
  }
  return levels
}

function meanLevel(levels: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const level of levels.values()) sum += level
  return levels.size === 0 ? 0 : sum / levels.size
}

/** The belief after results that lie `level` above it and whose true mean departs from it by `apart` (variance). */
function learn(belief: Belief, seen: Observation, level: number, apart: number): Belief {
  const gain = belief.variance / (belief.variance + apart + seen.variance / seen.weight)
  return {
    mean: belief.mean + gain * (seen.mean - level - belief.mean),
    variance: belief.variance * (1 - gain),
  }
}

function widen(belief: Belief, spread: number): Belief {
  return { mean: belief.mean, variance: belief.variance + spread ** 2 }
}

function hasWeight(seen: Observation | null): seen is Observation {
  return seen !== null && seen.weight > 0
}

/** What is left of a whole without a part of it, so that nothing counts twice. */
export function without(whole: Observation | null, part: Observation | null): Observation | null {
  if (whole === null || part === null || part.weight <= 0) return whole
  const weight = whole.weight - part.weight
  // Below half a result the rest is rounding, or the rows forgot at different times.
  if (weight < 0.5) return null
  return {
    weight,
    mean: whole.mean + ((whole.mean - part.mean) * part.weight) / weight,
    variance: whole.variance,
  }
}
