import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button } from '@/components/ui/Button'
import { Dialog } from '@/components/ui/Dialog'
import { SelectField } from '@/components/ui/SelectField'
import { TextField } from '@/components/ui/TextField'
import { PRIORITIES } from '@/workspace/model'
import type { Person, Priority, Task } from '@/workspace/model'

export type TaskValues = Pick<Task, 'title' | 'priority' | 'assigneeId' | 'dueOn'>

interface TaskDialogProps {
  task?: Task
  people: Person[]
  onSave: (values: TaskValues) => void
  onClose: () => void
}

const NOBODY = ''

export function TaskDialog({ task, people, onSave, onClose }: TaskDialogProps) {
  const [title, setTitle] = useState(task?.title ?? '')
  const [priority, setPriority] = useState<Priority>(task?.priority ?? 'medium')
  const [assigneeId, setAssigneeId] = useState(task?.assigneeId ?? NOBODY)
  const [dueOn, setDueOn] = useState(task?.dueOn ?? '')

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSave({ title: title.trim(), priority, assigneeId: assigneeId || null, dueOn: dueOn || null })
    onClose()
  }

  return (
    <Dialog title={task ? 'Edit task' : 'New task'} onClose={onClose}>
      <form onSubmit={handleSubmit} className="space-y-4">
        <TextField label="Title" required value={title} onChange={(event) => setTitle(event.target.value)} />
        <SelectField
          label="Priority"
          value={priority}
          options={PRIORITIES.map((option) => ({ value: option, label: option }))}
          onChange={(value) => setPriority(PRIORITIES.find((option) => option === value) ?? 'medium')}
        />
        <SelectField
          label="Assignee"
          value={assigneeId}
          options={[
            { value: NOBODY, label: 'Nobody yet' },
            ...people.map((person) => ({ value: person.id, label: person.name })),
          ]}
          onChange={setAssigneeId}
        />
        <TextField label="Due on" type="date" value={dueOn} onChange={(event) => setDueOn(event.target.value)} />
        <div className="flex justify-end gap-3">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!title.trim()}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
