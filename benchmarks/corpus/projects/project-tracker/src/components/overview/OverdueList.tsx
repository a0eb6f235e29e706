import { Link } from 'react-router-dom'
import { formatDay } from '@/lib/dates'
import type { Task } from '@/workspace/model'

export function OverdueList({ tasks }: { tasks: Task[] }) {
  if (tasks.length === 0) return <p className="text-zinc-500">Nothing is late.</p>
  return (
    <ul className="space-y-2">
      {tasks.map((task) => (
        <li key={task.id} className="flex justify-between gap-4">
          <Link to={`/projects/${task.projectId}`} className="hover:text-accent-700">
            {task.title}
          </Link>
          <span className="text-sm text-red-700">{task.dueOn ? formatDay(task.dueOn) : ''}</span>
        </li>
      ))}
    </ul>
  )
}
