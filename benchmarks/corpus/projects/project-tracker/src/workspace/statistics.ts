import type { Person, Project, Task, TaskStatus, Workspace } from './model'
import { TASK_STATUSES } from './model'

export interface ProjectProgress {
  project: Project
  done: number
  total: number
  percent: number
}

export function projectProgress({ projects, tasks }: Workspace): ProjectProgress[] {
  return projects
    .filter((project) => !project.archived)
    .map((project) => {
      const own = tasks.filter((task) => task.projectId === project.id)
      const done = own.filter((task) => task.status === 'done').length
      return { project, done, total: own.length, percent: own.length === 0 ? 0 : Math.round((done / own.length) * 100) }
    })
}

export function countByStatus(tasks: Task[]): { status: TaskStatus; count: number }[] {
  return TASK_STATUSES.map((status) => ({ status, count: tasks.filter((task) => task.status === status).length }))
}

export function overdueTasks(tasks: Task[], today: string): Task[] {
  return tasks
    .filter((task) => task.status !== 'done' && task.dueOn !== null && task.dueOn < today)
    .sort((first, second) => (first.dueOn ?? '').localeCompare(second.dueOn ?? ''))
}

export function openTaskCount(tasks: Task[], person: Person): number {
  return tasks.filter((task) => task.assigneeId === person.id && task.status !== 'done').length
}
