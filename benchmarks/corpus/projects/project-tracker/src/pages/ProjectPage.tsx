import { useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router-dom'
import { PageHeader } from '@/components/layout/PageHeader'
import { ProjectDialog } from '@/components/projects/ProjectDialog'
import { TaskDialog } from '@/components/tasks/TaskDialog'
import type { TaskValues } from '@/components/tasks/TaskDialog'
import { TaskFilters } from '@/components/tasks/TaskFilters'
import type { TaskFilter } from '@/components/tasks/TaskFilters'
import { TaskRow } from '@/components/tasks/TaskRow'
import { useToast } from '@/components/toast/ToastContext'
import { Button } from '@/components/ui/Button'
import { Card } from '@/components/ui/Card'
import { EmptyState } from '@/components/ui/EmptyState'
import { useDebouncedValue } from '@/hooks/useDebouncedValue'
import type { Task } from '@/workspace/model'
import { useWorkspace } from '@/workspace/WorkspaceContext'
import NotFoundPage from './NotFoundPage'

type OpenDialog = { kind: 'project' } | { kind: 'newTask' } | { kind: 'task'; task: Task } | null

export default function ProjectPage() {
  const { projectId } = useParams()
  const navigate = useNavigate()
  const showToast = useToast()
  const { workspace, dispatch } = useWorkspace()
  const [filter, setFilter] = useState<TaskFilter>({ search: '', status: 'all' })
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const search = useDebouncedValue(filter.search.trim().toLowerCase(), 150)
  const project = workspace.projects.find((candidate) => candidate.id === projectId)

  const tasks = useMemo(
    () =>
      workspace.tasks.filter(
        (task) =>
          task.projectId === projectId &&
          (filter.status === 'all' || task.status === filter.status) &&
          task.title.toLowerCase().includes(search),
      ),
    [workspace.tasks, projectId, filter.status, search],
  )
  const nameOf = useMemo(
    () => new Map(workspace.people.map((person) => [person.id, person.name])),
    [workspace.people],
  )

  if (!project) return <NotFoundPage />

  const closeDialog = () => setDialog(null)

  const handleSaveTask = (values: TaskValues) => {
    if (dialog?.kind === 'task') dispatch({ type: 'taskChanged', id: dialog.task.id, changes: values })
    else {
      const task: Task = { ...values, id: crypto.randomUUID(), projectId: project.id, status: 'open' }
      dispatch({ type: 'taskAdded', task })
    }
    showToast(`Saved "${values.title}"`)
  }

  const handleRemoveProject = () => {
    if (!window.confirm(`Delete "${project.name}" with all of its tasks?`)) return
    dispatch({ type: 'projectRemoved', id: project.id })
    navigate('/projects')
  }

  return (
    <>
      <PageHeader title={project.name} subtitle={project.description}>
        <div className="flex gap-2">
          <Button onClick={() => setDialog({ kind: 'newTask' })}>New task</Button>
          <Button variant="secondary" onClick={() => setDialog({ kind: 'project' })}>
            Edit
          </Button>
          <Button variant="danger" onClick={handleRemoveProject}>
            Delete
          </Button>
        </div>
      </PageHeader>
      <Card>
        <TaskFilters filter={filter} onChange={setFilter} />
        {tasks.length === 0 ? (
          <div className="mt-4">
            <EmptyState text="No tasks match." />
          </div>
        ) : (
          <ul className="mt-4 divide-y divide-zinc-100">
            {tasks.map((task) => (
              <TaskRow
                key={task.id}
                task={task}
                assigneeName={nameOf.get(task.assigneeId ?? '') ?? 'Nobody yet'}
                onStatus={(status) => dispatch({ type: 'taskChanged', id: task.id, changes: { status } })}
                onEdit={() => setDialog({ kind: 'task', task })}
                onRemove={() => dispatch({ type: 'taskRemoved', id: task.id })}
              />
            ))}
          </ul>
        )}
      </Card>
      {dialog?.kind === 'project' ? (
        <ProjectDialog
          title="Edit project"
          initial={project}
          onSave={(changes) => dispatch({ type: 'projectChanged', id: project.id, changes })}
          onClose={closeDialog}
        />
      ) : null}
      {dialog?.kind === 'newTask' || dialog?.kind === 'task' ? (
        <TaskDialog
          task={dialog.kind === 'task' ? dialog.task : undefined}
          people={workspace.people}
          onSave={handleSaveTask}
          onClose={closeDialog}
        />
      ) : null}
    </>
  )
}
