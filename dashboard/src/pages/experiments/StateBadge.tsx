import { Badge, type Tone } from '../../components/Badge.tsx'
import type { ExperimentState } from '../../data/experiments.ts'

const TONES: Readonly<Partial<Record<ExperimentState, Tone>>> = {
  running: 'accent',
  completed: 'good',
  failed: 'bad',
}

export function StateBadge({ status }: { status: ExperimentState }) {
  return <Badge tone={TONES[status]}>{status}</Badge>
}
