/** A scenario while it is edited, and how it is saved: only what has changed is sent. */
import { z } from 'zod'
import { callFunction } from '../../data/callFunction.ts'
import type { Client } from '../../data/project.tsx'
import { type Step, type StoredScenario, storedScenarioSchema } from '../../data/scenarios.ts'
import { type ItemFields, readGroundTruth, writeGroundTruth } from './groundTruth.ts'

export interface StepDraft {
  /** Of a new step, one of its own. */
  id: string
  isNew: boolean
  text: string
  /** As in groundTruth.ts. */
  truth: string
}

export interface ScenarioDraft {
  name: string
  systemPrompt: string
  models: string[]
  steps: StepDraft[]
}

export function draftOf(scenario: StoredScenario): ScenarioDraft {
  const fields = fieldsOf(scenario)
  return {
    name: scenario.name,
    systemPrompt: scenario.system_prompt ?? '',
    models: scenario.models,
    steps: scenario.steps.map(({ id, text, ground_truth }) => ({
      id,
      isNew: false,
      text,
      truth: writeGroundTruth(ground_truth, fields),
    })),
  }
}

export function fieldsOf({ item_rules }: Pick<StoredScenario, 'item_rules'>): ItemFields {
  return { keyField: item_rules.key_fields?.[0] ?? 'name', quantityField: item_rules.quantity_field }
}

/** What is wrong with a step's ground truth, by the step's id. */
export function faultsOf(draft: ScenarioDraft, fields: ItemFields): Map<string, string> {
  return new Map(
    draft.steps.flatMap(({ id, truth }) => {
      const read = readGroundTruth(truth, fields)
      return 'fault' in read ? [[id, read.fault]] : []
    }),
  )
}

/** Throws where the API refuses a part; parts before it are saved then. */
export async function saveDraft(client: Client, stored: StoredScenario, draft: ScenarioDraft): Promise<void> {
  const path = `scenarios/${stored.id}`
  const fields = fieldsOf(stored)
  await callFunction(client, {
    path,
    method: 'PATCH',
    body: { name: draft.name, system_prompt: draft.systemPrompt.trim() || null, models: draft.models },
    answer: storedScenarioSchema,
  })
  for (const { id } of stored.steps) {
    if (draft.steps.some((step) => step.id === id)) continue
    await callFunction(client, { path: `${path}/steps/${id}`, method: 'DELETE', answer: z.unknown() })
  }
  for (const step of draft.steps) {
    const known = stored.steps.find(({ id }) => id === step.id)
    const read = readGroundTruth(step.truth, fields)
    if ('fault' in read) throw new Error(read.fault)
    if (known && isAsStored(step, known, fields)) continue
    await callFunction(client, {
      path: known ? `${path}/steps/${known.id}` : `${path}/steps`,
      method: known ? 'PATCH' : 'POST',
      body: { text: step.text, ground_truth: read.items },
      answer: z.unknown(),
    })
  }
}

function isAsStored(step: StepDraft, known: Step, fields: ItemFields): boolean {
  return step.text === known.text && step.truth === writeGroundTruth(known.ground_truth, fields)
}
