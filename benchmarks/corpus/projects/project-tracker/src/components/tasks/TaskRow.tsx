import { Pencil, Trash2 } from 'lucide-react'
import { Badge } from '@/components/ui/Badge'
import { formatDay } from '@/lib/dates'
import { TASK_STATUSES } from '@/workspace/model'
import type { Task, TaskStatus } from '@/workspace/model'

interface TaskRowProps {
  task: Task
  assigneeName: string
  onStatus: (status: TaskStatus) => void
  onEdit: () => void
  onRemove: () => void
}

export function TaskRow({ task, assigneeName, onStatus, onEdit, onRemove }: TaskRowProps) {
  const handleStatus = (value: string) => {
    const status = TASK_STATUSES.find((option) => option === value)
    if (status) onStatus(status)
  }

  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <select
        value={task.status}
        onChange={(event) => handleStatus(event.target.value)}
        aria-label={`Status of ${task.title}`}
        className="rounded border border-zinc-300 bg-white px-2 py-1 text-sm"
      >
        {TASK_STATUSES.map((status) => (
          <option key={status} value={status}>
            {status}
          </option>
        ))}
      </select>
      <span className={`flex-1 ${task.status === 'done' ? 'text-zinc-400 line-through' : ''}`}>{task.title}</span>
      <Badge value={task.priority} />
      <span className="text-sm text-zinc-500">{assigneeName}</span>
      <span className="w-28 text-sm text-zinc-500">{task.dueOn ? formatDay(task.dueOn) : ''}</span>
      <button type="button" onClick={onEdit} aria-label={`Edit ${task.title}`}>
        <Pencil className="h-4 w-4 text-zinc-500" />
      </button>
      <button type="button" onClick={onRemove} aria-label={`Delete ${task.title}`}>
        <Trash2 className="h-4 w-4 text-zinc-500" />
      </button>
    </li>
  )
}
