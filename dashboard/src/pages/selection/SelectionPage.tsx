import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { TASK_TYPES } from '../../../../supabase/functions/_shared/profiling/taskProfile.ts'
import { Select } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { Beliefs } from './Beliefs.tsx'
import { PolicyComparison } from './PolicyComparison.tsx'
import { RecentChoices } from './RecentChoices.tsx'
import { type SelectionSearch, selectionSearchSchema } from './selectionSearch.ts'
import '../../components/filters.css'

const route = getRouteApi('/selection')
const COMPLEXITIES = ['low', 'medium', 'high'] as const

/** Why which model would be tried first, and what trying others would have been worth. */
export function SelectionPage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/selection' })
  const change = (part: SelectionSearch) =>
    void navigate({ search: { ...search, ...part }, replace: true, resetScroll: false })
  const { task = 'generation', complexity = 'medium', reward = 'quality' } = search
  const question = { taskType: task, complexity }
  const tasks: string[] = [...TASK_TYPES]
  return (
    <Page
      title="Selection"
      about="What is believed of each strategy for a kind of task, why they stand in this order, and what other policies would have been worth."
    >
      <form
        className="filters"
        aria-label="What selection is explained for"
        onSubmit={(event) => event.preventDefault()}
      >
        <Select label="Task type" value={task} onChange={({ target }) => change({ task: target.value })}>
          {(tasks.includes(task) ? tasks : [...tasks, task]).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
        <Select
          label="Complexity"
          value={complexity}
          onChange={({ target }) => change(selectionSearchSchema.parse({ complexity: target.value }))}
        >
          {COMPLEXITIES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </form>
      <Beliefs question={question} />
      <RecentChoices question={question} />
      <PolicyComparison
        question={question}
        reward={reward}
        onReward={(chosen) => change({ reward: chosen })}
      />
    </Page>
  )
}
