import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Checkbox, TextArea, TextField } from '../../components/Field.tsx'
import { ModelPicker } from '../../components/ModelPicker.tsx'
import { Failure, Notice } from '../../components/Notice.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { ApiFailure, callFunction } from '../../data/callFunction.ts'
import { EXPERIMENTS_KEY, experimentStatusSchema, faultsSchema } from '../../data/experiments.ts'
import { useClient } from '../../data/project.tsx'
import { configurationOf, FIRST_FORM, faultOf } from './experimentForm.ts'

const FIRST_YAML = `NUM_AGENTS: 6
NUM_ROUNDS: 4
ENABLE_MULTI_MODEL: true
SEED: 1
scenarios:
  - name: mixed
    model_distribution: { gpt-4.1: 3, gemini-3.8-flash: 3 }
  - name: only gpt
    model_distribution: { gpt-4.1: 6 }
  - name: only gemini
    model_distribution: { gemini-3.8-flash: 6 }
`

export function StartExperiment({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const client = useClient()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [yaml, setYaml] = useState(FIRST_YAML)
  const starting = useMutation({
    mutationFn: (configuration: string | Record<string, unknown>) =>
      callFunction(client, {
        path: 'experiments',
        method: 'POST',
        body: configuration,
        answer: experimentStatusSchema,
      }),
    onSuccess: async ({ experiment_id: id }) => {
      await queries.invalidateQueries({ queryKey: EXPERIMENTS_KEY })
      await navigate({ to: '/experiments/$id', params: { id } })
    },
  })
  const foot = (
    <>
      {starting.isError && <Faults error={starting.error} />}
      <div className="row">
        <Button kind="primary" type="submit" disabled={starting.isPending}>
          Start experiment
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </>
  )
  return (
    <Dialog
      title="Start an experiment"
      about="Agents in groups, each on a model, play rounds of a prisoner’s dilemma with everybody else in their group."
      isOpen={isOpen}
      onClose={onClose}
    >
      <Tabs
        label="How it is described"
        onSelect={() => starting.reset()}
        tabs={[
          { id: 'form', title: 'Form', content: <Form onStart={starting.mutate}>{foot}</Form> },
          {
            id: 'yaml',
            title: 'YAML',
            content: (
              <form
                className="stack"
                onSubmit={(event) => {
                  event.preventDefault()
                  starting.mutate(yaml)
                }}
              >
                <TextArea
                  label="Configuration"
                  hint="YAML or JSON, as in configs/examples."
                  className="input mono yaml"
                  required
                  spellCheck={false}
                  value={yaml}
                  onChange={({ target }) => setYaml(target.value)}
                />
                {foot}
              </form>
            ),
          },
        ]}
      />
    </Dialog>
  )
}

interface FormProps {
  onStart: (configuration: Record<string, unknown>) => void
  children: ReactNode
}

function Form({ onStart, children }: FormProps) {
  const [form, setForm] = useState(FIRST_FORM)
  const [fault, setFault] = useState<string | null>(null)
  const change = (changes: Partial<typeof form>) => setForm({ ...form, ...changes })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const found = faultOf(form)
        setFault(found)
        if (found === null) onStart(configurationOf(form))
      }}
    >
      <ModelPicker label="Models" models={form.models} onChange={(models) => change({ models })} />
      <Checkbox
        label="A mixed group, with agents of all models"
        checked={form.hasMixed}
        onChange={({ target }) => change({ hasMixed: target.checked })}
      />
      <Checkbox
        label="A group of each model alone, to compare with"
        checked={form.hasHomogeneous}
        onChange={({ target }) => change({ hasHomogeneous: target.checked })}
      />
      <div className="numbers">
        <Count
          label="Agents a group"
          min={2}
          max={40}
          value={form.agents}
          onChange={(agents) => change({ agents })}
        />
        <Count
          label="Rounds"
          min={1}
          max={100}
          value={form.rounds}
          onChange={(rounds) => change({ rounds })}
        />
        <Count
          label="Groups of each kind"
          min={1}
          max={40}
          value={form.repetitions}
          onChange={(repetitions) => change({ repetitions })}
        />
        <TextField
          label="Seed"
          type="number"
          min={0}
          max={4_294_967_295}
          hint="Empty: drawn."
          value={form.seed}
          onChange={({ target }) => change({ seed: target.value })}
        />
        <TextField
          label="Budget in dollars"
          type="number"
          min={0}
          step="any"
          hint="Empty: no bound."
          value={form.budgetUsd}
          onChange={({ target }) => change({ budgetUsd: target.value })}
        />
      </div>
      {fault !== null && <Notice tone="bad">{fault}</Notice>}
      {children}
    </form>
  )
}

interface CountProps {
  label: string
  min: number
  max: number
  value: number
  onChange: (value: number) => void
}

function Count({ onChange, ...rest }: CountProps) {
  return (
    <TextField
      type="number"
      required
      {...rest}
      onChange={({ target }) => onChange(target.valueAsNumber || 0)}
    />
  )
}

/** All that is wrong with a configuration, each with its place where it has one. */
function Faults({ error }: { error: Error }) {
  const { data: faults = [] } = faultsSchema.safeParse(error instanceof ApiFailure ? error.details : [])
  if (faults.length === 0) return <Failure error={error} />
  return (
    <Notice tone="bad">
      <ul>
        {faults.map(({ field, line, message }) => (
          <li key={`${line} ${field} ${message}`}>
            {line !== undefined && `Line ${line}: `}
            <code>{field}</code> {message}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
