import type { Priority, TaskStatus } from '@/workspace/model'

const TONES: Record<TaskStatus | Priority, string> = {
  open: 'bg-zinc-100 text-zinc-700',
  active: 'bg-blue-100 text-blue-800',
  blocked: 'bg-red-100 text-red-800',
  done: 'bg-green-100 text-green-800',
  low: 'bg-zinc-100 text-zinc-600',
  medium: 'bg-amber-100 text-amber-800',
  high: 'bg-orange-200 text-orange-900',
}

export function Badge({ value }: { value: TaskStatus | Priority }) {
  return <span className={`rounded-full px-2 py-0.5 text-xs ${TONES[value]}`}>{value}</span>
}
