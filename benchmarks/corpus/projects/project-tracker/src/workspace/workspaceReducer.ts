import type { Activity, Person, Project, Task, Workspace } from './model'

export type WorkspaceAction =
  | { type: 'projectAdded'; project: Project }
  | { type: 'projectChanged'; id: string; changes: Partial<Pick<Project, 'name' | 'description' | 'archived'>> }
  | { type: 'projectRemoved'; id: string }
  | { type: 'taskAdded'; task: Task }
  | { type: 'taskChanged'; id: string; changes: Partial<Omit<Task, 'id' | 'projectId'>> }
  | { type: 'taskRemoved'; id: string }
  | { type: 'personAdded'; person: Person }
  | { type: 'personRemoved'; id: string }

const KEPT_ACTIVITIES = 100

function changed<Item extends { id: string }>(items: Item[], id: string, changes: NoInfer<Partial<Item>>): Item[] {
  return items.map((item) => (item.id === id ? { ...item, ...changes } : item))
}

function describe(workspace: Workspace, action: WorkspaceAction): string | null {
  switch (action.type) {
    case 'projectAdded':
      return `Project "${action.project.name}" was started`
    case 'taskAdded':
      return `Task "${action.task.title}" was added`
    case 'personAdded':
      return `${action.person.name} joined`
    case 'taskChanged': {
      const task = workspace.tasks.find((candidate) => candidate.id === action.id)
      return task && action.changes.status ? `"${task.title}" is ${action.changes.status} now` : null
    }
    case 'projectRemoved': {
      const project = workspace.projects.find((candidate) => candidate.id === action.id)
      return project ? `Project "${project.name}" was deleted` : null
    }
    default:
      return null
  }
}

function apply(workspace: Workspace, action: WorkspaceAction): Workspace {
  switch (action.type) {
    case 'projectAdded':
      return { ...workspace, projects: [...workspace.projects, action.project] }
    case 'projectChanged':
      return { ...workspace, projects: changed(workspace.projects, action.id, action.changes) }
    case 'projectRemoved':
      return {
        ...workspace,
        projects: workspace.projects.filter((project) => project.id !== action.id),
        tasks: workspace.tasks.filter((task) => task.projectId !== action.id),
      }
    case 'taskAdded':
      return { ...workspace, tasks: [...workspace.tasks, action.task] }
    case 'taskChanged':
      return { ...workspace, tasks: changed(workspace.tasks, action.id, action.changes) }
    case 'taskRemoved':
      return { ...workspace, tasks: workspace.tasks.filter((task) => task.id !== action.id) }
    case 'personAdded':
      return { ...workspace, people: [...workspace.people, action.person] }
    case 'personRemoved':
      return {
        ...workspace,
        people: workspace.people.filter((person) => person.id !== action.id),
        tasks: workspace.tasks.map((task) => (task.assigneeId === action.id ? { ...task, assigneeId: null } : task)),
      }
  }
}

/** Applies an action and notes it in the activity list. */
export function workspaceReducer(workspace: Workspace, { action, activity }: WorkspaceStep): Workspace {
  const text = describe(workspace, action)
  const next = apply(workspace, action)
  if (text === null) return next
  return { ...next, activities: [{ ...activity, text }, ...next.activities].slice(0, KEPT_ACTIVITIES) }
}

/** An action with the id and time its activity will have, so that the reducer stays pure. */
export interface WorkspaceStep {
  action: WorkspaceAction
  activity: Pick<Activity, 'id' | 'at'>
}
