import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Card } from '../../components/Card.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { Tiles } from '../../components/Tiles.tsx'
import { useClient } from '../../data/project.tsx'
import { formatCount, formatMoment, formatMs, formatScore, formatUsd } from '../../format.ts'
import { Attempts } from './Attempts.tsx'
import { CallsTable } from './CallsTable.tsx'
import { EventList } from './EventList.tsx'
import { FileList } from './FileList.tsx'
import { loadRun, type RunStory } from './loadRun.ts'
import { Plan } from './Plan.tsx'
import { Profile } from './Profile.tsx'
import { RunStatus } from './RunStatus.tsx'
import './runs.css'

const route = getRouteApi('/runs/$runId')
const POLL_MS = 2_000

/** One run, from the request to what it cost. */
export function RunPage() {
  const { runId } = route.useParams()
  const client = useClient()
  const story = useQuery({
    queryKey: ['run', runId],
    queryFn: () => loadRun(client, runId),
    refetchInterval: ({ state }) => (state.data?.run.status === 'running' ? POLL_MS : false),
  })
  return (
    <Page
      title="Run"
      about={<Link to="/runs">All runs</Link>}
      actions={
        <a className="button" href={`/playground?repeat=${runId}`}>
          Repeat with other options
        </a>
      }
    >
      <QueryResult
        query={story}
        what="the run"
        heightPx={640}
        isEmpty={(data) => data === null}
        empty="You have no run at this address."
      >
        {(data) => data && <Story story={data} />}
      </QueryResult>
    </Page>
  )
}

function Story({ story }: { story: RunStory }) {
  const { run, answer, error, profile, attempts, calls, selection, events, feedback } = story
  const files = answer?.files ?? {}
  return (
    <>
      <Card title="Request" actions={<RunStatus status={run.status} errorCode={run.error_code} />}>
        <p className="request">{run.request}</p>
        <Options options={run.options} />
        {error && <Notice tone="bad">{error.message}</Notice>}
        {answer?.message && <p className="soft">{answer.message}</p>}
      </Card>
      <Tiles
        tiles={[
          { title: 'Score', value: formatScore(run.quality_score), note: run.model ?? 'no winner' },
          {
            title: 'Cost',
            value: formatUsd(run.cost_usd),
            note: run.cost_is_estimate ? 'in part estimated' : 'of all calls',
          },
          { title: 'Time', value: formatMs(run.duration_ms), note: formatMoment(run.created_at) },
          {
            title: 'Tokens',
            value: formatCount(run.input_tokens + run.output_tokens),
            note: `${formatCount(run.input_tokens)} in, ${formatCount(run.output_tokens)} out`,
          },
          ...feedback.map(({ rating, comment }) => ({
            title: 'Your feedback',
            value: formatScore(rating * 100),
            note: comment ?? 'of 100',
          })),
        ]}
      />
      <div className="cards">
        {profile && <Profile profile={profile} />}
        {selection && <Plan selection={selection} />}
      </div>
      <Card title="What happened">
        <div className="run-parts">
          <Tabs
            label="Parts of the run"
            tabs={[
              {
                id: 'attempts',
                title: `Attempts (${attempts.length})`,
                content: <Attempts attempts={attempts} />,
              },
              {
                id: 'files',
                title: `Files (${Object.keys(files).length})`,
                content: <FileList files={files} text={answer?.text} />,
              },
              {
                id: 'calls',
                title: `Calls and cost (${calls.length})`,
                content: <CallsTable calls={calls} />,
              },
              { id: 'events', title: `Events (${events.length})`, content: <EventList events={events} /> },
            ]}
          />
        </div>
      </Card>
    </>
  )
}

function Options({ options }: Pick<RunStory['run'], 'options'>) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) return null
  return (
    <ul className="row" aria-label="Options">
      {Object.entries(options)
        .filter(([, value]) => typeof value !== 'object')
        .map(([name, value]) => (
          <li key={name} className="badge">
            {name}: {String(value)}
          </li>
        ))}
    </ul>
  )
}
