import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { TextField } from '../../components/Field.tsx'
import { Failure } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { type Sorting, Table } from '../../components/Table.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import { importedSchema, scenarioListSchema, storedScenarioSchema } from '../../data/scenarios.ts'
import { formatMoment } from '../../format.ts'

export function ScenariosPage() {
  const client = useClient()
  const [isNaming, setNaming] = useState(false)
  const [sorting, setSorting] = useState<Sorting>({ title: 'Changed', isDescending: true })
  const query = useQuery({
    queryKey: ['scenarios'],
    queryFn: async () =>
      (await callFunction(client, { path: 'scenarios', answer: scenarioListSchema })).scenarios,
  })
  return (
    <Page
      title="Scenarios"
      about="Conversations of several steps that models play through, compared with what is right at each."
      actions={
        <>
          <ImportButton />
          <Button kind="primary" onClick={() => setNaming(true)}>
            <Plus size={16} aria-hidden="true" /> New scenario
          </Button>
        </>
      }
    >
      <QueryResult
        query={query}
        what="scenarios"
        heightPx={240}
        empty="There are no scenarios yet. Make one, or import a JSON or YAML file."
      >
        {(scenarios) => (
          <Table
            caption="Your scenarios"
            rows={scenarios}
            rowKey={({ id }) => id}
            sorting={sorting}
            onSort={setSorting}
            columns={[
              {
                title: 'Name',
                sortBy: ({ name }) => name.toLowerCase(),
                cell: ({ id, name }) => (
                  <Link to="/scenarios/$id" params={{ id }}>
                    {name}
                  </Link>
                ),
              },
              { title: 'Kind', sortBy: ({ kind }) => kind, cell: ({ kind }) => kind },
              {
                title: 'Models',
                cell: ({ models }) => (models.length === 0 ? 'the default three' : models.join(', ')),
              },
              {
                title: 'Changed',
                sortBy: ({ updated_at }) => updated_at,
                cell: ({ updated_at }) => formatMoment(updated_at),
              },
            ]}
          />
        )}
      </QueryResult>
      <NewScenario isOpen={isNaming} onClose={() => setNaming(false)} />
    </Page>
  )
}

function NewScenario({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const client = useClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const make = useMutation({
    mutationFn: () =>
      callFunction(client, {
        path: 'scenarios',
        method: 'POST',
        body: { name: name.trim() },
        answer: storedScenarioSchema,
      }),
    onSuccess: ({ id }) => navigate({ to: '/scenarios/$id', params: { id }, search: { tab: 'edit' } }),
  })
  return (
    <Dialog title="New scenario" about="Its steps and models come next." isOpen={isOpen} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate()
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        {make.isError && <Failure error={make.error} />}
        <div className="row">
          <Button kind="primary" type="submit" disabled={make.isPending || name.trim() === ''}>
            Create scenario
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Takes the files that scenarios are exported as, and those of `benchmarks/scenarios`. */
function ImportButton() {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const input = useRef<HTMLInputElement>(null)
  const importing = useMutation({
    mutationFn: async (file: File) =>
      callFunction(client, {
        path: 'scenarios/import',
        method: 'POST',
        body: await file.text(),
        answer: importedSchema,
      }),
    onSuccess: async ({ scenarios }) => {
      await queries.invalidateQueries({ queryKey: ['scenarios'] })
      say(`Imported ${scenarios.map(({ name }) => `“${name}”`).join(', ')}.`)
    },
    onError: (error) => say(error.message),
  })
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,.yaml,.yml"
        aria-label="File of scenarios"
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) importing.mutate(file)
          target.value = ''
        }}
      />
      <Button onClick={() => input.current?.click()} disabled={importing.isPending}>
        <Upload size={16} aria-hidden="true" /> Import a file
      </Button>
    </>
  )
}
