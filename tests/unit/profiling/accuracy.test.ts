import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { COMPLEXITIES, TASK_TYPES } from '../../../supabase/functions/_shared/profiling/taskProfile.ts'
import everyday from '../../fixtures/labelledEverydayRequests.json' with { type: 'json' }
import { PLAIN_REQUESTS } from '../../fixtures/labelledPlainRequests.ts'
import { POLITE_REQUESTS } from '../../fixtures/labelledPoliteRequests.ts'
import { type LabelledRequest, SMALL_APP } from '../../fixtures/labelledRequest.ts'
import { LABELLED_REQUESTS } from '../../fixtures/labelledRequests.ts'
import { TERSE_REQUESTS } from '../../fixtures/labelledTerseRequests.ts'
import { WORLD_REQUESTS } from '../../fixtures/labelledWorldRequests.ts'
import unseenEveryday from '../../fixtures/unseenEverydayRequests.json' with { type: 'json' }
import { UNSEEN_REQUESTS } from '../../fixtures/unseenRequests.ts'

function measure(labelled: readonly LabelledRequest[]) {
  const profiles = labelled.map(({ request, files }) =>
    profileTask({ request, context: files ? { files } : {} }),
  )
  const share = (fits: (labelled: LabelledRequest, index: number) => boolean) =>
    labelled.filter(fits).length / labelled.length
  return {
    type: share(({ type }, index) => profiles[index]?.type === type),
    bucket: share(({ complexity }, index) => profiles[index]?.complexity === complexity),
  }
}

/** What colleagues, founders and support type: long, with background, in nine languages. */
const everydaySchema = z.array(
  z
    .object({
      request: z.string(),
      type: z.enum(TASK_TYPES),
      complexity: z.enum(COMPLEXITIES),
      hasFiles: z.boolean(),
    })
    .transform(
      ({ request, type, complexity, hasFiles }): LabelledRequest => ({
        request,
        type,
        complexity,
        ...(hasFiles ? { files: SMALL_APP } : {}),
      }),
    ),
)
const EVERYDAY_REQUESTS = everydaySchema.parse(everyday)
const UNSEEN_EVERYDAY_REQUESTS = everydaySchema.parse(unseenEveryday)

describe('accuracy on requests labelled by people', () => {
  it('has at least 120 requests, of every type and complexity', () => {
    expect(LABELLED_REQUESTS.length).toBeGreaterThanOrEqual(120)
    expect(new Set(LABELLED_REQUESTS.map(({ type }) => type))).toEqual(new Set(TASK_TYPES))
    expect(new Set(LABELLED_REQUESTS.map(({ complexity }) => complexity)).size).toBe(3)
  })

  for (const [hand, requests] of [
    ['mixed', LABELLED_REQUESTS],
    ['terse', TERSE_REQUESTS],
    ['polite', POLITE_REQUESTS],
    ['plain', PLAIN_REQUESTS],
    ['worldwide', WORLD_REQUESTS],
    ['everyday', EVERYDAY_REQUESTS],
  ] as const) {
    it(`names the type of 90 % and the bucket of 80 % in the ${hand} hand`, () => {
      const { type, bucket } = measure(requests)
      expect(type).toBeGreaterThanOrEqual(0.9)
      expect(bucket).toBeGreaterThanOrEqual(0.8)
    })
  }

  it.each([
    ['terse', UNSEEN_REQUESTS, 0.8],
    ['everyday', UNSEEN_EVERYDAY_REQUESTS, 0.9],
  ] as const)('does as well on %s requests it was not tuned on', (_, requests, share) => {
    const { type, bucket } = measure(requests)
    expect(type).toBeGreaterThanOrEqual(share)
    expect(bucket).toBeGreaterThanOrEqual(0.8)
  })
})
