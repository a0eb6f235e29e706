import { Badge, type Tone } from '../../components/Badge.tsx'

const TONES: Record<string, Tone | undefined> = {
  running: 'accent',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'warn',
}

/** How a run, an attempt or a call stands; with the error's code where there is one. */
export function RunStatus({ status, errorCode }: { status: string | null; errorCode?: string | null }) {
  return (
    <>
      <Badge tone={TONES[status ?? '']}>{status ?? 'unknown'}</Badge>
      {errorCode && <span className="soft"> {errorCode}</span>}
    </>
  )
}
