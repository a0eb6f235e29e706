import { useCallback, useState } from 'react'
import { Plus } from 'lucide-react'
import { PageHeader } from '@/components/layout/PageHeader'
import { ProjectCard } from '@/components/projects/ProjectCard'
import { ProjectDialog } from '@/components/projects/ProjectDialog'
import { useToast } from '@/components/toast/ToastContext'
import { Button } from '@/components/ui/Button'
import { EmptyState } from '@/components/ui/EmptyState'
import { useHotkey } from '@/hooks/useHotkey'
import { projectProgress } from '@/workspace/statistics'
import { useWorkspace } from '@/workspace/WorkspaceContext'

export default function ProjectsPage() {
  const { workspace, dispatch } = useWorkspace()
  const showToast = useToast()
  const [adding, setAdding] = useState(false)
  const progress = projectProgress(workspace)

  const openDialog = useCallback(() => setAdding(true), [])
  useHotkey('n', openDialog)

  const handleSave = ({ name, description }: { name: string; description: string }) => {
    dispatch({
      type: 'projectAdded',
      project: { id: crypto.randomUUID(), name, description, archived: false, createdAt: new Date().toISOString() },
    })
    showToast(`Project "${name}" was created`)
  }

  return (
    <>
      <PageHeader title="Projects" subtitle="Press n for a new one">
        <Button onClick={openDialog}>
          <Plus className="h-4 w-4" aria-hidden="true" />
          New project
        </Button>
      </PageHeader>
      {progress.length === 0 ? (
        <EmptyState text="There are no projects yet.">
          <Button onClick={openDialog}>Start the first one</Button>
        </EmptyState>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2">
          {progress.map((item) => (
            <ProjectCard key={item.project.id} progress={item} />
          ))}
        </ul>
      )}
      {adding ? <ProjectDialog title="New project" onSave={handleSave} onClose={() => setAdding(false)} /> : null}
    </>
  )
}
