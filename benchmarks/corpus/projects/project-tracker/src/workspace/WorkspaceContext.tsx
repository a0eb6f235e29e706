import { createContext, useCallback, useContext, useEffect, useMemo, useReducer } from 'react'
import type { ReactNode } from 'react'
import type { Workspace } from './model'
import { workspaceReducer } from './workspaceReducer'
import type { WorkspaceAction } from './workspaceReducer'
import { loadWorkspace, saveWorkspace } from './workspaceStorage'

interface WorkspaceContextValue {
  workspace: Workspace
  dispatch: (action: WorkspaceAction) => void
}

const WorkspaceContext = createContext<WorkspaceContextValue | null>(null)

export function WorkspaceProvider({ children }: { children: ReactNode }) {
  const [workspace, step] = useReducer(workspaceReducer, undefined, loadWorkspace)

  useEffect(() => saveWorkspace(workspace), [workspace])

  const dispatch = useCallback((action: WorkspaceAction) => {
    step({ action, activity: { id: crypto.randomUUID(), at: new Date().toISOString() } })
  }, [])

  const value = useMemo(() => ({ workspace, dispatch }), [workspace, dispatch])
  return <WorkspaceContext.Provider value={value}>{children}</WorkspaceContext.Provider>
}

export function useWorkspace(): WorkspaceContextValue {
  const value = useContext(WorkspaceContext)
  if (!value) throw new Error('useWorkspace must be used inside WorkspaceProvider')
  return value
}
