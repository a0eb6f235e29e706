import { useNavigate } from '@tanstack/react-router'
import { type ComponentProps, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Select, TextField } from '../../components/Field.tsx'
import { RUN_STATUSES, type RunsSearch, runsSearchSchema } from './runsSearch.ts'
import '../../components/filters.css'
import './runs.css'

/** Looks for runs when it is sent; what it is sent with is in the address. */
export function RunsFilters({ search }: { search: RunsSearch }) {
  // Begins anew when the address says something else, e.g. after going back.
  return <Form key={JSON.stringify(search)} search={search} />
}

function Form({ search }: { search: RunsSearch }) {
  const navigate = useNavigate({ from: '/runs' })
  const [draft, setDraft] = useState(search)
  const field = (name: 'q' | 'model' | 'from' | 'to'): ComponentProps<'input'> => ({
    value: draft[name] ?? '',
    onChange: ({ target }) => setDraft({ ...draft, [name]: target.value || undefined }),
  })
  const look = (next: RunsSearch) => void navigate({ search: { ...next, after: undefined } })
  return (
    <form
      className="filters wide"
      aria-label="Which runs are listed"
      onSubmit={(event) => {
        event.preventDefault()
        look(draft)
      }}
    >
      <TextField label="Request contains" type="search" {...field('q')} />
      <Select
        label="Status"
        value={draft.status ?? ''}
        onChange={({ target }) => look(runsSearchSchema.parse({ ...draft, status: target.value }))}
      >
        <option value="">Any</option>
        {RUN_STATUSES.map((status) => (
          <option key={status}>{status}</option>
        ))}
      </Select>
      <TextField label="Model" {...field('model')} />
      <TextField label="From" type="date" {...field('from')} />
      <TextField label="To" type="date" {...field('to')} />
      <div className="row filters-end">
        <Button type="submit" kind="primary">
          Search
        </Button>
        <Button kind="plain" onClick={() => look({})}>
          Clear
        </Button>
      </div>
    </form>
  )
}
