/** Tells what kind of task a request is, from its words and from whether files came with it. */
import { type DecisiveSigns, readDecisiveSigns, type Wanted } from './decisiveSigns.ts'
import type { RequestWords } from './readRequest.ts'
import { type RequestShape, readShape } from './requestShape.ts'
import { type OutputKind, TASK_TYPES, type TaskType } from './taskProfile.ts'
import { ADVICE, CONTRASTS, OBJECTS, ORDERS, OWN_PROGRAM, SYMPTOMS, WHY_NOT, WISHES } from './typeWords.ts'

export interface TypeDecision {
  type: TaskType
  /** 0..1 */
  confidence: number
  because: string
}

/** An order within so many words of the beginning is what the request is about; later ones are details. */
const EARLY_WORDS = 4
const MIDDLE_WORDS = 12
const ORDER_POINTS = { early: 7, middle: 4, late: 1.5 }
/** Question words inside a statement are mostly pronouns; a fix is asked for wherever it is asked for. */
const SHARE_WITHIN_STATEMENT = 0.3
const LATE_FIX_POINTS = 3.5
/** Where verbs end the sentence, their place says nothing. */
const UNSPACED_ORDER_POINTS = 5
/** A more telling phrase beats the plain verb inside it. */
const POINTS_PER_MORE_WORD = 1.2
const MAX_PHRASE_POINTS = 4

/** Politeness and thinking aloud before the order itself. */
const PREAMBLE =
  /^(?: (?:please|would|mind|just|hi|hello|hey|ok|okay|so|now|then|can|could|would|will|you|u|kindly|just|also|and|next|i|we|want|would|like|need|to|us|me|help|let|lets|s|bitte|hallo|kannst|konntest|konnen|sie|du|mal|mir|ich|mochte|jetzt|nun|bonjour|salut|peux|pourrais|pouvez|pourriez|tu|vous|te|s'il|plait|merci|de|hola|puedes|podrias|puede|por|favor|me|oi|ola|voce|pode|poderia|ciao|puoi|potresti|per|favore|mi|пожалуйста|привет|можешь|можете|мне|ты|вы|помоги|graag|prosze|lutfen))+(?= )/

/** Gives a type points, and says by which word. */
type AddPoints = (type: TaskType, value: number, entry?: string) => void

/** The type of a request. With existing files a plain order is an edit; without, an edit has nothing to work on. */
export function decideType(request: RequestWords, text: string, hasFiles: boolean): TypeDecision {
  const shape = readShape(request, text)
  const preamble = PREAMBLE.exec(request.joined)?.[0] ?? ''
  const skipped = preamble === '' ? 0 : preamble.trim().split(' ').length
  const points = new Map<TaskType, number>()
  const said = new Set<string>()
  const add: AddPoints = (type, value, entry) => {
    points.set(type, (points.get(type) ?? 0) + value)
    if (entry !== undefined) said.add(entry)
  }

  const firstPlace = new Map<string, number>()
  for (const { tag, place } of OBJECTS.find(request))
    firstPlace.set(tag, Math.min(place, firstPlace.get(tag) ?? Number.POSITIVE_INFINITY))
  const objects = new Set(firstPlace.keys())
  const asks = /[?？؟]/.test(request.plain)
  const strongest = new Map<TaskType, { value: number; entry: string }>()
  for (const { tag, entry, place } of ORDERS.find(request)) {
    const value = orderValue(tag, orderPoints(entry, place, skipped, request.isUnspaced), {
      asks,
      tells: hasFiles || (shape.namesThing && !asks && isWhole(objects)),
    })
    if (value > (strongest.get(tag)?.value ?? 0)) strongest.set(tag, { value, entry })
  }
  for (const [type, { value, entry }] of strongest) add(type, value, entry)

  const isNamedFirst = (object: string) =>
    (firstPlace.get(object) ?? Number.POSITIVE_INFINITY) <
    (firstPlace.get('wholeProject') ?? Number.POSITIVE_INFINITY)
  const symptoms = SYMPTOMS.find(request)
  const negations = WHY_NOT.tags(request)
  const asksWhyNot = negations.length === 2
  const isAboutOwn = hasFiles || OWN_PROGRAM.tags(request).length > 0
  const led = (type: TaskType) => (strongest.get(type)?.value ?? 0) >= ORDER_POINTS.middle

  // "Write", "create" and "add" take their kind from what is to be written.
  const isPlainOrder = led('generation') || led('edit')
  if (!led('question') && !led('triage') && WISHES.tags(request).length > 0)
    add(hasFiles ? 'edit' : 'generation', 3, 'should')
  if (objects.has('documentation'))
    add('documentation', isPlainOrder && isNamedFirst('documentation') ? 8 : 2, 'documentation')
  if (objects.has('architecture'))
    add('architecture', led('generation') && !isNamedFirst('architecture') ? 3 : 5, 'architecture')
  if (objects.has('architecture') && ADVICE.tags(request).length > 0) add('architecture', 5)
  if (objects.has('review')) add('review', hasFiles ? 4 : 3, 'review')
  if (objects.has('triage') && led('triage')) add('triage', 3, 'tickets')

  if (asksWhyNot && isAboutOwn) {
    add('debug', 8, 'why not')
    add('question', -3)
  }
  if (symptoms.length > 0) {
    const first = symptoms[0]?.entry
    if (led('generation') && !hasFiles && isWhole(objects)) add('debug', 0.5, first)
    else add('debug', isAboutOwn ? 4 + Math.min(3, symptoms.length) : 1.5, first)
  }
  if (/[?？]$/.test(request.plain.trimEnd())) add('question', led('question') ? 2.5 : hasFiles ? 1 : 3)

  // "What do you think of …" tells more than the "what" it begins with.
  const isTelling = (type: TaskType) => led(type) && strongest.get(type)?.entry.includes(' ') === true
  if (led('question') && !strongest.get('question')?.entry.includes(' '))
    if (isTelling('review') || isTelling('architecture')) add('question', -4)

  addShape(shape, { add, led, hasFiles, objects })

  if (hasFiles && negations.includes('why') && symptoms.length > 0) add('debug', 3, 'why')

  // What is to be sorted is often a report of a fault.
  if (led('triage')) add('debug', -4)
  // "It does this instead of that" reports a fault without naming one.
  if (isAboutOwn && !led('generation') && !led('edit') && CONTRASTS.tags(request).length > 0)
    add('debug', 2.5, 'but')

  if (hasFiles && negations.includes('not') && !led('generation') && !led('edit') && !led('review'))
    add('debug', 3, 'not')

  // A question about one's own broken program asks for the fix.
  if (symptoms.length > 0 && isAboutOwn && led('question')) add('question', -4)
  // "Can you build …?" is an order: question words within the politeness do not count.
  if (led('generation') && (strongest.get('question')?.value ?? 0) < ORDER_POINTS.early) add('question', -2)

  placeEdits(points, { hasFiles, objects })
  addSigns(readDecisiveSigns(request), { add, led })
  return pick(points, said, hasFiles)
}

/** Points for what a request says is to come out, and what that takes from types whose words are then mere material. */
const SIGN_POINTS = {
  sorting: 5,
  guide: 4.5,
  guideEarly: 15,
  verdict: 9,
  moreVerdict: 4.5,
  explanation: 8.5,
  design: 5.5,
  designEarly: 9.5,
}
const SIGN_COSTS: Record<Sign, Partial<Record<TaskType, number>>> = {
  sorting: { debug: 1, edit: 5.5, review: 1 },
  guide: { debug: 7 },
  verdict: { debug: 6.5 },
  design: { generation: 8 },
  handsOff: { edit: 11, generation: 11, debug: 11 },
}
type Sign = Exclude<Wanted, 'explanation'> | 'sorting' | 'handsOff'
/** Within so many words of the beginning a sign is what the request is about. */
const EARLY_SIGN_WORDS = 13

/** What nearly decides, wherever it is said. */
function addSigns(
  { sorts, wanted, isHandsOff }: DecisiveSigns,
  { add, led }: { add: AddPoints; led: (type: TaskType) => boolean },
): void {
  const take = (sign: Sign, named: string) => {
    for (const type of TASK_TYPES) add(type, -(SIGN_COSTS[sign][type] ?? 0), named)
  }
  const { guide, verdict, explanation, design } = wanted
  if (sorts) {
    add('triage', SIGN_POINTS.sorting)
    take('sorting', 'to be sorted')
  } else if (guide) {
    add('documentation', guide.place <= EARLY_SIGN_WORDS ? SIGN_POINTS.guideEarly : SIGN_POINTS.guide)
    take('guide', 'a guide')
  }
  if (verdict) {
    add('review', SIGN_POINTS.verdict + Math.min(SIGN_POINTS.moreVerdict, verdict.words - 1))
    take('verdict', 'a verdict')
  }
  if (explanation && !led('generation') && !led('edit')) {
    add('question', SIGN_POINTS.explanation, 'an explanation')
  }
  if (design) {
    add('architecture', design.place <= EARLY_SIGN_WORDS ? SIGN_POINTS.designEarly : SIGN_POINTS.design)
    take('design', 'a design')
  }
  if (isHandsOff) take('handsOff', 'hands off')
}

/** What a request's shape says where its verbs say little. */
function addShape(
  shape: RequestShape,
  {
    add,
    led,
    hasFiles,
    objects,
  }: {
    add: AddPoints
    led: (type: TaskType) => boolean
    hasFiles: boolean
    objects: ReadonlySet<string>
  },
): void {
  const isOrdered = led('generation') || led('edit')
  // Without files there is nothing to change: "how to design something that supports …" is no edit.
  if (shape.asksForDesign && !led('generation') && !(led('edit') && hasFiles)) {
    add('architecture', 9, 'how to structure it')
    add('question', -5)
    add('generation', -3)
  }
  if (shape.offersAlternatives && !isOrdered) add('triage', 9, 'which of these')
  else if (shape.namesMeasure && (shape.quotes || objects.has('triage')) && !isOrdered)
    add('triage', 6, 'sorted by')
  if (shape.showsFault && !led('generation')) add('debug', 6, 'a fault message')
  if (shape.asksYesOrNo && !hasFiles) add('question', 5, 'yes or no')
  if (shape.asksWhetherGood && (hasFiles || shape.showsCode))
    add('review', shape.showsCode ? 8 : 2, 'is this')
  if (shape.asksPolitely && hasFiles && !led('debug') && !led('review')) add('edit', 3.5, 'could you')
  if (shape.namesThing && !hasFiles && !led('question')) add('generation', 2.5, 'a')
  // A thing named without any verb is wished for.
  if (isWhole(objects) && !hasFiles && !led('question') && !led('triage')) add('generation', 1.5)
}

function orderPoints(entry: string, place: number, skipped: number, isUnspaced: boolean): number {
  const bonus = Math.min(MAX_PHRASE_POINTS, (entry.split(' ').length - 1) * POINTS_PER_MORE_WORD)
  if (isUnspaced) return UNSPACED_ORDER_POINTS + Math.min(2, entry.length / 4)
  const distance = Math.max(0, place - skipped)
  if (distance <= EARLY_WORDS) return ORDER_POINTS.early - distance * 0.6 + bonus
  return distance <= MIDDLE_WORDS
    ? ORDER_POINTS.middle - distance * 0.1 + bonus
    : ORDER_POINTS.late + bonus / 2
}

function orderValue(
  type: TaskType,
  points: number,
  { asks, tells }: { asks: boolean; tells: boolean },
): number {
  // "When I click …" about a project at hand tells, it does not ask; nor does "a tracker where …".
  if (type === 'question' && !asks && (tells || points <= ORDER_POINTS.middle))
    return points * SHARE_WITHIN_STATEMENT
  if (type === 'debug') return Math.max(points, LATE_FIX_POINTS)
  return points
}

function isWhole(objects: ReadonlySet<string>): boolean {
  return objects.has('wholeProject')
}

/** Files make a new part an edit; without any, an edit of nothing in particular is a new project. */
function placeEdits(
  points: Map<TaskType, number>,
  { hasFiles, objects }: { hasFiles: boolean; objects: ReadonlySet<string> },
): void {
  const generation = points.get('generation') ?? 0
  const edit = points.get('edit') ?? 0
  if (hasFiles && (edit > 0 || (generation > 0 && !isWhole(objects)))) {
    points.set('edit', edit + 0.8 * generation)
    points.set('generation', 0.2 * generation)
  } else if (!hasFiles && edit > 0 && !objects.has('part')) {
    const share = isWhole(objects) ? 1 : 0.3
    points.set('generation', generation + share * edit)
    points.set('edit', edit - 0.3 * edit * (1 + share))
  } else if (hasFiles) points.set('edit', edit + 0.5)
}

function pick(
  points: ReadonlyMap<TaskType, number>,
  said: ReadonlySet<string>,
  hasFiles: boolean,
): TypeDecision {
  const [best, second] = [...points]
    .filter(([, value]) => value > 0)
    .sort((left, right) => right[1] - left[1])
  if (best === undefined) {
    return {
      type: hasFiles ? 'edit' : 'generation',
      confidence: 0.3,
      because: 'no word tells the kind of task',
    }
  }
  return {
    type: best[0],
    confidence: Math.round((best[1] / (best[1] + (second?.[1] ?? 0))) * 100) / 100,
    because: `says ${[...said]
      .slice(0, 6)
      .map((word) => JSON.stringify(word))
      .join(', ')}${hasFiles ? ', with files' : ''}`,
  }
}

const NAMES_A_FILE = /\breadme\b|\.md\b|\bchangelog\b|\bdocs\/|\bdocstrings?\b|\bjsdoc\b/i
const SHOWS_CODE = /```|[;{}]\s*$|=>|\bfunction\s*\(|\bdef \w+\(|<\/\w+>/m

/** Whether the answer is files or prose. */
export function decideOutput(type: TaskType, request: string, hasFiles: boolean): OutputKind {
  switch (type) {
    case 'generation':
    case 'edit':
      return 'files'
    case 'debug':
      return hasFiles || SHOWS_CODE.test(request) ? 'files' : 'text'
    case 'documentation':
      return hasFiles || NAMES_A_FILE.test(request) ? 'files' : 'text'
    default:
      return 'text'
  }
}
