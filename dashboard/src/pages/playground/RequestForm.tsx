import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { z } from 'zod'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextArea, TextField } from '../../components/Field.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import type { RequestOptions } from './requestOptions.ts'

const modelsSchema = z.object({
  models: z.array(
    z.looseObject({ id: z.string(), provider: z.string(), isAvailable: z.boolean().optional() }),
  ),
})

export interface RequestFormProps {
  initial: RequestOptions
  isRunning: boolean
  onRun: (options: RequestOptions) => void
  onCancel: () => void
}

/** The request and its options. */
export function RequestForm({ initial, isRunning, onRun, onCancel }: RequestFormProps) {
  const [options, setOptions] = useState(initial)
  const set = (change: Partial<RequestOptions>) => setOptions((before) => ({ ...before, ...change }))
  const text = (name: keyof RequestOptions) => ({
    value: String(options[name]),
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    onRun(options)
  }

  return (
    <form className="card" onSubmit={submit}>
      <TextArea
        label="Request"
        placeholder="A todo app with authentication, in React"
        rows={5}
        maxLength={32_000}
        required
        {...text('request')}
      />
      <div className="row">
        <Checkbox
          label="In parallel"
          checked={options.parallelExecution}
          onChange={({ target }) => set({ parallelExecution: target.checked })}
        />
        <Checkbox
          label="In the background"
          checked={options.background}
          onChange={({ target }) => set({ background: target.checked })}
        />
      </div>
      <details className="more-options">
        <summary>More options</summary>
        <div className="option-grid">
          <Select label="Approach" {...text('approach')}>
            <option value="">Merit’s choice</option>
            <option value="simple">Simple: one call</option>
            <option value="progressive">Progressive: plan, write, repair</option>
          </Select>
          <Select label="Policy" {...text('policy')}>
            <option value="">The project’s</option>
            <option value="thompson">Thompson sampling</option>
            <option value="ucb">Upper confidence bound</option>
            <option value="epsilon-greedy">Epsilon-greedy</option>
            <option value="static">The catalog alone</option>
          </Select>
          <TextField
            label="Strategies at most"
            type="number"
            min={1}
            max={5}
            required
            {...text('maxStrategies')}
          />
          <TextField
            label="Quality threshold"
            type="number"
            min={0}
            max={100}
            placeholder="70, or 80"
            {...text('qualityThreshold')}
          />
          <TextField label="Budget, US$" type="number" min={0.0001} step="any" {...text('budgetUsd')} />
          <TextField
            label="Deadline, seconds"
            type="number"
            min={1}
            max={400}
            required
            {...text('deadlineSeconds')}
          />
          <TextField label="Temperature" type="number" min={0} max={2} step={0.1} {...text('temperature')} />
        </div>
        <ModelChoice chosen={options.models} onChoose={(models) => set({ models })} />
      </details>
      <div className="row">
        <Button type="submit" kind="primary" disabled={isRunning}>
          {isRunning ? 'Running …' : 'Run'}
        </Button>
        {isRunning && (
          <Button kind="danger" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  )
}

function ModelChoice({ chosen, onChoose }: { chosen: string[]; onChoose: (models: string[]) => void }) {
  const client = useClient()
  const query = useQuery({
    queryKey: ['models'],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      callFunction(client, { path: 'multi-model-orchestrator/models', answer: modelsSchema, signal }),
  })
  return (
    <fieldset>
      <legend className="field-label">Models (none: all of them)</legend>
      <QueryResult query={query} what="models" isEmpty={({ models }) => models.length === 0}>
        {({ models }) => (
          <div className="model-choice">
            {models.map(({ id }) => (
              <Checkbox
                key={id}
                label={id}
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  onChoose(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                }
              />
            ))}
          </div>
        )}
      </QueryResult>
    </fieldset>
  )
}
