export type TaskStatus = 'open' | 'active' | 'blocked' | 'done'
export type Priority = 'low' | 'medium' | 'high'

export interface Person {
  id: string
  name: string
  role: string
}

export interface Task {
  id: string
  projectId: string
  title: string
  status: TaskStatus
  priority: Priority
  assigneeId: string | null
  dueOn: string | null
}

export interface Project {
  id: string
  name: string
  description: string
  archived: boolean
  createdAt: string
}

export interface Activity {
  id: string
  at: string
  text: string
}

export interface Workspace {
  projects: Project[]
  tasks: Task[]
  people: Person[]
  activities: Activity[]
}

export const TASK_STATUSES: TaskStatus[] = ['open', 'active', 'blocked', 'done']
export const PRIORITIES: Priority[] = ['low', 'medium', 'high']

export const EMPTY_WORKSPACE: Workspace = { projects: [], tasks: [], people: [], activities: [] }
