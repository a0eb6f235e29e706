/** The six sandbox models: which wire they are met on, how good they are, how fast they write. */

const GRADES = ['fast', 'balanced', 'strong'] as const
export type Grade = (typeof GRADES)[number]

const FLAVOURS = ['gemini', 'openai'] as const
export type Flavour = (typeof FLAVOURS)[number]

export interface Pace {
  firstTokenMs: number
  chunksPerSecond: number
}

export interface SandboxModel {
  id: string
  flavour: Flavour
  grade: Grade
  pace: Pace
}

/** Characters in one piece of a streamed answer; a project of 35 kB comes in about forty. */
export const CHUNK_CHARACTERS = 900

/** A project takes about 0.3 s from a fast model, 0.8 s from a balanced one, 1.7 s from a strong one. */
const PACES: Readonly<Record<Grade, Pace>> = {
  fast: { firstTokenMs: 80, chunksPerSecond: 200 },
  balanced: { firstTokenMs: 200, chunksPerSecond: 50 },
  strong: { firstTokenMs: 400, chunksPerSecond: 22 },
}

export const SANDBOX_MODELS: readonly SandboxModel[] = FLAVOURS.flatMap((flavour) =>
  GRADES.map((grade) => ({ id: `sandbox-${flavour}-${grade}`, flavour, grade, pace: PACES[grade] })),
)
