import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Select, TextArea, TextField } from '../../components/Field.tsx'
import { ModelPicker } from '../../components/ModelPicker.tsx'
import { Failure } from '../../components/Notice.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useModelNames } from '../../data/knownModels.ts'
import { useClient } from '../../data/project.tsx'
import { type Configuration, configurationSchema } from '../../data/queue.ts'
import { bodyOf, type ConfigurationDraft, draftOf, type StageDraft } from './configurationDraft.ts'
import { QUEUE_KEY } from './useQueue.ts'

export interface ConfigurationEditorProps {
  /** Absent: a new one. */
  configuration?: Configuration
  onSaved: (configuration: Configuration) => void
  onCancel: () => void
}

export function ConfigurationEditor({ configuration, onSaved, onCancel }: ConfigurationEditorProps) {
  const client = useClient()
  const queries = useQueryClient()
  const names = useModelNames()
  const listId = useId()
  const [draft, setDraft] = useState(() => draftOf(configuration))
  const change = (changes: Partial<ConfigurationDraft>) => setDraft({ ...draft, ...changes })
  const changeStage = (name: string, changes: Partial<StageDraft>) =>
    change({
      stages: draft.stages.map((stage) => (stage.name === name ? { ...stage, ...changes } : stage)),
    })
  const saving = useMutation({
    mutationFn: () =>
      callFunction(client, {
        path: configuration ? `queue/configurations/${configuration.id}` : 'queue/configurations',
        method: configuration ? 'PATCH' : 'POST',
        body: bodyOf(draft),
        answer: configurationSchema,
      }),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: QUEUE_KEY })
      onSaved(saved)
    },
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <div className="cards">
        <TextField
          label="Name"
          required
          maxLength={200}
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
        />
        <TextField
          label="Description"
          maxLength={2_000}
          value={draft.description}
          onChange={({ target }) => change({ description: target.value })}
        />
      </div>
      {draft.stages.map(({ name, models, mode }) => (
        <fieldset className="stage-fields" key={name}>
          <legend>
            Stage <span className="mono">{name}</span>
          </legend>
          <ModelPicker
            label={`Models of ${name}`}
            hint={models.length === 0 ? 'Without any, the one that does the work elsewhere.' : undefined}
            models={models}
            onChange={(next) => changeStage(name, { models: next })}
          />
          <Select
            label={`How the models of ${name} work together`}
            value={mode}
            onChange={({ target }) =>
              changeStage(name, { mode: target.value === 'consensus' ? 'consensus' : 'fallback' })
            }
          >
            <option value="fallback">One after the other, until one answers</option>
            <option value="consensus">All, and they vote field by field</option>
          </Select>
        </fieldset>
      ))}
      <fieldset className="stage-fields">
        <legend>Orchestrator</legend>
        <TextField
          label="Orchestrator’s model"
          hint="Decides after each stage whether to go on. Empty: nobody does."
          list={listId}
          autoComplete="off"
          value={draft.orchestratorModel}
          onChange={({ target }) => change({ orchestratorModel: target.value })}
        />
        <datalist id={listId}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <TextArea
          label="Orchestrator’s prompt"
          maxLength={8_000}
          value={draft.orchestratorPrompt}
          onChange={({ target }) => change({ orchestratorPrompt: target.value })}
        />
      </fieldset>
      <div className="bounds">
        <TextField
          label="Temperature"
          type="number"
          min={0}
          max={1}
          step={0.05}
          required
          value={draft.temperature}
          onChange={({ target }) => change({ temperature: target.valueAsNumber || 0 })}
        />
        <TextField
          label="Repeats of a stage at most"
          type="number"
          min={0}
          max={3}
          required
          value={draft.maxRepeats}
          onChange={({ target }) => change({ maxRepeats: target.valueAsNumber || 0 })}
        />
        <TextField
          label="Calls an item at most"
          type="number"
          min={1}
          max={200}
          required
          value={draft.maxCalls}
          onChange={({ target }) => change({ maxCalls: target.valueAsNumber || 0 })}
        />
        <TextField
          label="Dollars an item at most"
          hint="Empty: no bound."
          type="number"
          min={0}
          step="any"
          value={draft.maxCostUsd}
          onChange={({ target }) => change({ maxCostUsd: target.value })}
        />
      </div>
      {saving.isError && <Failure error={saving.error} />}
      <div className="row">
        <Button kind="primary" type="submit" disabled={saving.isPending}>
          Save configuration
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}
