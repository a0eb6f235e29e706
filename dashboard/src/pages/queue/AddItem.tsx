import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Select, TextArea, TextField } from '../../components/Field.tsx'
import { Failure } from '../../components/Notice.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import { itemSchema } from '../../data/queue.ts'
import { useChosenConfiguration } from './chosenConfiguration.ts'
import { type ReadJson, readJson } from './readJson.ts'
import { QUEUE_KEY, useConfigurations } from './useQueue.ts'

const FIRST_SCHEMA = JSON.stringify(
  {
    type: 'object',
    properties: { number: { type: 'string' }, total: { type: 'number' } },
    required: ['number', 'total'],
    additionalProperties: false,
  },
  null,
  2,
)

export function AddItem({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      title="Add an item"
      about="A document, and the form of what is to be extracted from it."
      isOpen={isOpen}
      onClose={onClose}
    >
      <AddItemForm onClose={onClose} />
    </Dialog>
  )
}

function AddItemForm({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: configurations = [] } = useConfigurations()
  const [chosen, choose] = useChosenConfiguration()
  const [item, setItem] = useState({ name: '', text: '', schema: FIRST_SCHEMA, truth: '' })
  const change = (changes: Partial<typeof item>) => setItem({ ...item, ...changes })
  const schema = readJson(item.schema)
  const truth: ReadJson = item.truth.trim() === '' ? { value: null } : readJson(item.truth)
  const configuration = configurations.find(({ id }) => id === chosen)
  const adding = useMutation({
    mutationFn: () =>
      callFunction(client, {
        path: 'queue/items',
        method: 'POST',
        body: {
          name: item.name.trim() || null,
          text: item.text,
          schema: 'value' in schema ? schema.value : null,
          ground_truth: 'value' in truth ? truth.value : null,
          process: true,
          ...(configuration ? { configuration_id: configuration.id } : {}),
        },
        answer: itemSchema,
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: QUEUE_KEY })
      await navigate({ to: '/queue/items/$id', params: { id } })
    },
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        adding.mutate()
      }}
    >
      <TextField
        label="Name"
        maxLength={200}
        value={item.name}
        onChange={({ target }) => change({ name: target.value })}
      />
      <TextArea
        label="Text"
        required
        maxLength={500_000}
        value={item.text}
        onChange={({ target }) => change({ text: target.value })}
      />
      <TextArea
        label="Schema"
        hint="JSON Schema of what is to be extracted."
        className="input mono"
        required
        fault={'fault' in schema ? schema.fault : undefined}
        value={item.schema}
        onChange={({ target }) => change({ schema: target.value })}
      />
      <TextArea
        label="Ground truth"
        hint="JSON of what is right, to measure by. May be empty."
        className="input mono"
        fault={'fault' in truth ? truth.fault : undefined}
        value={item.truth}
        onChange={({ target }) => change({ truth: target.value })}
      />
      <Select
        label="Configuration"
        value={configuration?.id ?? ''}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">None: the default model for each stage</option>
        {configurations.map(({ id, name, version }) => (
          <option key={id} value={id}>
            {name} (version {version})
          </option>
        ))}
      </Select>
      {adding.isError && <Failure error={adding.error} />}
      <div className="row">
        <Button
          kind="primary"
          type="submit"
          disabled={adding.isPending || 'fault' in schema || 'fault' in truth}
        >
          Add and process
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  )
}
