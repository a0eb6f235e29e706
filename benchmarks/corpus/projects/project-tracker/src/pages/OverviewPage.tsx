import { useMemo } from 'react'
import { PageHeader } from '@/components/layout/PageHeader'
import { OverdueList } from '@/components/overview/OverdueList'
import { StatusChart } from '@/components/overview/StatusChart'
import { ProjectCard } from '@/components/projects/ProjectCard'
import { Card } from '@/components/ui/Card'
import { todayIso } from '@/lib/dates'
import { countByStatus, overdueTasks, projectProgress } from '@/workspace/statistics'
import { useWorkspace } from '@/workspace/WorkspaceContext'

export default function OverviewPage() {
  const { workspace } = useWorkspace()
  const progress = useMemo(() => projectProgress(workspace), [workspace])
  const counts = useMemo(() => countByStatus(workspace.tasks), [workspace.tasks])
  const overdue = useMemo(() => overdueTasks(workspace.tasks, todayIso()), [workspace.tasks])

  return (
    <>
      <PageHeader title="Overview" subtitle={`${workspace.projects.length} projects, ${workspace.tasks.length} tasks`} />
      <div className="mb-6 grid gap-6 md:grid-cols-2">
        <Card title="Tasks by status">
          <StatusChart data={counts} />
        </Card>
        <Card title="Late">
          <OverdueList tasks={overdue} />
        </Card>
      </div>
      <ul className="grid gap-4 sm:grid-cols-2">
        {progress.map((item) => (
          <ProjectCard key={item.project.id} progress={item} />
        ))}
      </ul>
    </>
  )
}
