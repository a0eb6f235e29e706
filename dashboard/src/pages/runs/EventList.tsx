import { Empty } from '../../components/Notice.tsx'
import type { RunMessage } from '../../data/runMessages.ts'
import { formatScore } from '../../format.ts'
import type { RunStory } from './loadRun.ts'

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** What the run told as it went. */
export function EventList({ events }: Pick<RunStory, 'events'>) {
  if (events.length === 0) return <Empty>The run’s events are not kept: it told nobody, or long ago.</Empty>
  return (
    <ol className="events">
      {events.map(({ event_id, event, created_at, message }) => (
        <li key={event_id}>
          <time className="soft number" dateTime={created_at}>
            {time.format(new Date(created_at))}
          </time>{' '}
          <code>{event}</code> {message && aboutMessage(message)}
        </li>
      ))}
    </ol>
  )
}

function aboutMessage(message: RunMessage): string {
  switch (message.event) {
    case 'profile':
      return `${message.data.type}, ${message.data.complexity}`
    case 'plan':
      return message.data.strategies.map(({ model, approach }) => `${model} (${approach})`).join(', ')
    case 'attempt.started':
      return `${message.data.model} (${message.data.approach})`
    case 'attempt.file':
      return `${message.data.model}: ${message.data.path}`
    case 'attempt.scored':
      return `${message.data.model}: ${formatScore(message.data.scoreBreakdown.overall)}`
    case 'attempt.failed':
    case 'attempt.cancelled':
      return `${message.data.model} ${message.data.errorCode ?? ''}`
    default:
      return ''
  }
}
