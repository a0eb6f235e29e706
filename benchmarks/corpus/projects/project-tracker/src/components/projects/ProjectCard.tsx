import { Link } from 'react-router-dom'
import { ProgressBar } from '@/components/ui/ProgressBar'
import type { ProjectProgress } from '@/workspace/statistics'

export function ProjectCard({ progress }: { progress: ProjectProgress }) {
  const { project, done, total, percent } = progress
  return (
    <li className="rounded-xl border border-zinc-200 bg-white p-5">
      <Link to={`/projects/${project.id}`} className="font-semibold hover:text-accent-700">
        {project.name}
      </Link>
      <p className="mb-4 line-clamp-2 text-sm text-zinc-500">{project.description || 'No description'}</p>
      <ProgressBar label={`Progress of ${project.name}`} percent={percent} />
      <p className="mt-2 text-xs text-zinc-500">
        {done} of {total} tasks done
      </p>
    </li>
  )
}
