import { PageHeader } from '@/components/layout/PageHeader'
import { EmptyState } from '@/components/ui/EmptyState'
import { formatTime } from '@/lib/dates'
import { useWorkspace } from '@/workspace/WorkspaceContext'

export default function ActivityPage() {
  const { workspace } = useWorkspace()
  return (
    <>
      <PageHeader title="Activity" subtitle="What happened last" />
      {workspace.activities.length === 0 ? (
        <EmptyState text="Nothing has happened yet." />
      ) : (
        <ol className="space-y-3">
          {workspace.activities.map((activity) => (
            <li key={activity.id} className="flex gap-4">
              <time dateTime={activity.at} className="w-40 shrink-0 text-sm text-zinc-500">
                {formatTime(activity.at)}
              </time>
              {activity.text}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
