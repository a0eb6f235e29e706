import { describe, expect, it } from 'vitest'
import {
  type Circuit,
  circuitOf,
  modelsToAvoid,
  retryAfterMs,
} from '../../../supabase/functions/_shared/execution/circuit.ts'
import { SANDBOX_MODELS } from '../../../supabase/functions/_shared/models/sandboxModels.ts'

const models = SANDBOX_MODELS.slice(0, 3)
const circuit = (index: number, state: Circuit['state'], wait = 0): Circuit => ({
  provider: 'sandbox',
  model: models[index]?.id ?? '',
  state,
  retryAfterMs: wait,
})

describe('circuits', () => {
  it('that are open keep their models out, those half open do not', () => {
    const circuits = [circuit(0, 'open', 9_000), circuit(1, 'half_open')]
    expect(modelsToAvoid(circuits, models)).toEqual([models[0]?.id])
  })

  it('belong to a model as one provider serves it', () => {
    const [model] = models
    if (model === undefined) throw new Error('no sandbox model')
    expect(circuitOf([{ ...circuit(0, 'open'), provider: 'openrouter' }], model)).toBeUndefined()
    expect(circuitOf([circuit(0, 'open')], model)?.state).toBe('open')
  })

  it('say when to come back only where every model is out', () => {
    expect(retryAfterMs([circuit(0, 'open', 9_000)], models)).toBeUndefined()
    const all = [circuit(0, 'open', 9_000), circuit(1, 'open', 4_000), circuit(2, 'open', 20_000)]
    expect(retryAfterMs(all, models)).toBe(4_000)
    expect(retryAfterMs([], [])).toBeUndefined()
  })
})
