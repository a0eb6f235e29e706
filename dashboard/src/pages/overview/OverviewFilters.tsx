import { useNavigate } from '@tanstack/react-router'
import { Select } from '../../components/Field.tsx'
import { type Overview, sumsBy } from './overviewData.ts'
import { type OverviewSearch, RANGES, rangeSchema } from './overviewSearch.ts'
import '../../components/filters.css'

/** Time range, model and task type; kept in the address, so that a view can be sent on. */
export function OverviewFilters({ search, all }: { search: OverviewSearch; all: Overview | undefined }) {
  const navigate = useNavigate({ from: '/' })
  const change = (part: OverviewSearch) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false })
  const models = namesOf(all, 'model', search.model)
  const tasks = namesOf(all, 'task_type', search.task)
  return (
    <form className="filters" aria-label="What is shown" onSubmit={(event) => event.preventDefault()}>
      <Select
        label="Time"
        value={search.range ?? 'month'}
        onChange={({ target }) => change({ range: rangeSchema.parse(target.value) })}
      >
        {rangeSchema.options.map((range) => (
          <option key={range} value={range}>
            Last {RANGES[range].name}
          </option>
        ))}
      </Select>
      <Select
        label="Model"
        value={search.model ?? ''}
        onChange={({ target }) => change({ model: target.value || undefined })}
      >
        <option value="">All models</option>
        {models.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select
        label="Task type"
        value={search.task ?? ''}
        onChange={({ target }) => change({ task: target.value || undefined })}
      >
        <option value="">All task types</option>
        {tasks.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select
        label="Lines"
        value={search.lines ?? 'model'}
        onChange={({ target }) => change({ lines: target.value === 'task' ? 'task' : undefined })}
      >
        <option value="model">By model</option>
        <option value="task">By task type</option>
      </Select>
    </form>
  )
}

function namesOf(all: Overview | undefined, by: 'model' | 'task_type', chosen: string | undefined): string[] {
  const names = sumsBy(all?.attempts ?? [], by).map((sum) => sum[by] ?? '')
  return [...new Set([...names, ...(chosen === undefined ? [] : [chosen])])].sort()
}
