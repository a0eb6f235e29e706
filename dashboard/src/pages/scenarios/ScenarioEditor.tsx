import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { TextArea, TextField } from '../../components/Field.tsx'
import { ModelPicker } from '../../components/ModelPicker.tsx'
import { Empty, Failure } from '../../components/Notice.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import type { StoredScenario } from '../../data/scenarios.ts'
import {
  draftOf,
  faultsOf,
  fieldsOf,
  type ScenarioDraft,
  type StepDraft,
  saveDraft,
} from './scenarioDraft.ts'

export function ScenarioEditor({ scenario }: { scenario: StoredScenario }) {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const [draft, setDraft] = useState(() => draftOf(scenario))
  const change = (changes: Partial<ScenarioDraft>) => setDraft({ ...draft, ...changes })
  const faults = faultsOf(draft, fieldsOf(scenario))
  const saving = useMutation({
    mutationFn: () => saveDraft(client, scenario, draft),
    onSuccess: () => say('Saved.'),
    // Of a save that was refused halfway, the first half stands.
    onSettled: () => queries.invalidateQueries({ queryKey: ['scenarios'] }),
  })
  const changeStep = (id: string, changes: Partial<StepDraft>) =>
    change({ steps: draft.steps.map((step) => (step.id === id ? { ...step, ...changes } : step)) })
  const addStep = () =>
    change({ steps: [...draft.steps, { id: crypto.randomUUID(), isNew: true, text: '', truth: '' }] })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <Card title="What is played">
        <TextField
          label="Name"
          required
          maxLength={200}
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
        />
        <ModelPicker
          label="Models"
          hint="Without any, the default three run. Ten at most."
          models={draft.models}
          onChange={(models) => change({ models })}
        />
        <TextArea
          label="System prompt"
          hint="What the models are told to do. Without one: to keep the list up to date."
          maxLength={32_000}
          value={draft.systemPrompt}
          onChange={({ target }) => change({ systemPrompt: target.value })}
        />
      </Card>
      {draft.steps.length === 0 && <Empty>There are no steps yet.</Empty>}
      {draft.steps.map((step, index) => (
        <Card
          key={step.id}
          title={`Step ${index + 1}`}
          actions={
            <Button
              size="small"
              kind="plain"
              onClick={() => change({ steps: draft.steps.filter((other) => other !== step) })}
            >
              <Trash2 size={15} aria-hidden="true" /> Remove step {index + 1}
            </Button>
          }
        >
          <div className="cards">
            <TextArea
              label={`Prompt of step ${index + 1}`}
              hint="What the user says."
              required
              maxLength={32_000}
              value={step.text}
              onChange={({ target }) => changeStep(step.id, { text: target.value })}
            />
            <TextArea
              label={`Ground truth of step ${index + 1}`}
              hint="The whole list after this step: an item a line, quantity first (2 cheese sandwich), or a JSON list. Empty: not compared. []: nothing in it."
              className="input mono"
              fault={faults.get(step.id)}
              value={step.truth}
              onChange={({ target }) => changeStep(step.id, { truth: target.value })}
            />
          </div>
        </Card>
      ))}
      {saving.isError && <Failure error={saving.error} />}
      <div className="row">
        <Button onClick={addStep}>
          <Plus size={16} aria-hidden="true" /> Add a step
        </Button>
        <Button kind="primary" type="submit" disabled={saving.isPending || faults.size > 0}>
          Save
        </Button>
        <span className="grow" />
        <RemoveScenario {...scenario} />
      </div>
    </form>
  )
}

function RemoveScenario({ id, name }: Pick<StoredScenario, 'id' | 'name'>) {
  const client = useClient()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const removing = useMutation({
    mutationFn: () =>
      callFunction(client, { path: `scenarios/${id}`, method: 'DELETE', answer: z.unknown() }),
    onSuccess: async () => {
      await navigate({ to: '/scenarios' })
      await queries.invalidateQueries({ queryKey: ['scenarios'], exact: true })
    },
  })
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        Delete scenario
      </Button>
      <Dialog
        title={`Delete “${name}”?`}
        about="Its steps, executions and results go with it."
        isOpen={isAsking}
        onClose={() => setAsking(false)}
      >
        {removing.isError && <Failure error={removing.error} />}
        <div className="row">
          <Button kind="danger" disabled={removing.isPending} onClick={() => removing.mutate()}>
            Delete it
          </Button>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
        </div>
      </Dialog>
    </>
  )
}
