import { EMPTY_WORKSPACE } from './model'
import type { Workspace } from './model'

export const STORAGE_KEY = 'project-tracker.workspace'

export function loadWorkspace(): Workspace {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored ? { ...EMPTY_WORKSPACE, ...(JSON.parse(stored) as Partial<Workspace>) } : EMPTY_WORKSPACE
}

export function saveWorkspace(workspace: Workspace): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(workspace))
}
