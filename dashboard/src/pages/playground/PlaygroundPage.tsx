import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { z } from 'zod'
import { Badge } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { Failure, Loading, Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import type { ProfileView } from '../../data/runMessages.ts'
import { formatMs, formatScore, formatUsd } from '../../format.ts'
import { Attempts } from './Attempts.tsx'
import { Feedback } from './Feedback.tsx'
import './playground.css'
import { RequestForm } from './RequestForm.tsx'
import { ResultTabs } from './ResultTabs.tsx'
import { bodyOf, DEFAULT_OPTIONS } from './requestOptions.ts'
import { costSoFar, type RunState, runnerUp } from './runState.ts'
import { useNow } from './useNow.ts'
import { useRun } from './useRun.ts'

/** One request, and the run as it happens. */
export function PlaygroundPage() {
  const { run: runId, repeat } = useSearch({ from: '/playground' })
  const navigate = useNavigate()
  const { state, isConnected, refusal, start, cancel } = useRun(runId, (named) => {
    void navigate({ to: '/playground', search: { run: named }, replace: true })
  })
  const repeated = useRepeatedRequest(repeat)
  return (
    <Page title="Playground" about="Run a request through several models and watch what each makes of it.">
      <div className="playground">
        {repeated.isLoading ? (
          <Loading what="the request" />
        ) : (
          <RequestForm
            initial={{ ...DEFAULT_OPTIONS, request: repeated.data ?? '' }}
            isRunning={state.phase === 'running'}
            onRun={(options) => start(bodyOf(options), options.background)}
            onCancel={() => void cancel()}
          />
        )}
        <div className="stack" aria-live="polite" aria-busy={state.phase === 'running'}>
          {repeated.isError && <Failure error={repeated.error} />}
          {refusal && <Failure error={refusal} />}
          {!isConnected && (
            <Notice tone="warn">The connection is lost. The run goes on; trying to reach it again …</Notice>
          )}
          {state.phase === 'idle' && !refusal && (
            <Notice>What the models make of your request appears here.</Notice>
          )}
          {state.phase !== 'idle' && <Run state={state} />}
        </div>
      </div>
    </Page>
  )
}

function Run({ state }: { state: RunState }) {
  const { result, error, phase } = state
  return (
    <>
      <RunHead state={state} />
      {error && (
        <Notice tone={phase === 'cancelled' ? 'warn' : 'bad'}>
          {phase === 'cancelled' ? 'The run was cancelled.' : `The run failed: ${error.message}`}
        </Notice>
      )}
      <Attempts attempts={state.attempts} winner={result?.strategy.priority} />
      {result && (
        <Card title="The winner" actions={<Feedback key={result.runId} runId={result.runId} />}>
          {result.message !== '' && <p>{result.message}</p>}
          <ResultTabs key={result.runId} result={result} runnerUp={runnerUp(state)} />
        </Card>
      )}
    </>
  )
}

const PHASES = {
  idle: { word: 'not begun', tone: undefined },
  running: { word: 'running', tone: 'accent' },
  succeeded: { word: 'succeeded', tone: 'good' },
  failed: { word: 'failed', tone: 'bad' },
  cancelled: { word: 'cancelled', tone: 'warn' },
} as const

function RunHead({ state }: { state: RunState }) {
  const nowMs = useNow(state.phase === 'running')
  const cost = costSoFar(state, nowMs)
  const { metrics, qualityScore } = state.result ?? {}
  return (
    <Card title="The run" actions={<Badge tone={PHASES[state.phase].tone}>{PHASES[state.phase].word}</Badge>}>
      <dl className="run-figures">
        <Figure title="Quality" value={formatScore(qualityScore)} />
        <Figure title="Cost" value={`${cost.isEstimate ? 'about ' : ''}${formatUsd(cost.usd)}`} />
        <Figure title="Time" value={formatMs(metrics?.durationMs)} />
        <Figure
          title="Tried"
          value={metrics ? `${metrics.strategiesTried} of ${metrics.strategiesPlanned}` : '–'}
        />
      </dl>
      {metrics && (
        <p className="soft">
          {stopWords(metrics.stopReason)} Chosen by {metrics.selection.policy}
          {metrics.selection.explored ? ', exploring' : ''}.
        </p>
      )}
      {state.profile && <Profile profile={state.profile} />}
    </Card>
  )
}

function Figure({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  )
}

const STOP_WORDS: Record<string, string> = {
  threshold: 'Stopped early: the quality threshold was reached.',
  reservation: 'Stopped: no model left was worth its price.',
  exhausted: 'All that was planned was tried.',
  budget: 'Stopped: the budget allowed no more.',
  deadline: 'Stopped at the deadline.',
}

function stopWords(reason: string | undefined): string {
  return reason === undefined ? '' : (STOP_WORDS[reason] ?? `Ended: ${reason.replaceAll('_', ' ')}.`)
}

function Profile({ profile }: { profile: ProfileView }) {
  const { type, complexity, complexityScore, requirements, frameworks, signals } = profile
  return (
    <details>
      <summary>
        <Badge tone="accent">{type}</Badge> <Badge>{complexity} complexity</Badge>{' '}
        {frameworks.map((framework) => (
          <Badge key={framework}>{framework}</Badge>
        ))}
      </summary>
      <div className="stack profile">
        <p>
          Complexity {formatScore(complexityScore)} of 100
          {requirements.length > 0 && `; asks for ${requirements.join(', ')}`}.
        </p>
        <ul>
          {signals.map(({ decision, value, because }) => (
            <li key={`${decision}:${value}:${because}`}>
              <strong>{decision}</strong> {value}: <span className="soft">{because}</span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}

const storedRunSchema = z.looseObject({ request: z.string() })

/** The request of an earlier run, to be asked again with other options. */
function useRepeatedRequest(repeat: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: ['run', repeat, 'request'],
    enabled: repeat !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const path = `multi-model-orchestrator/runs/${repeat}`
      return (await callFunction(client, { path, answer: storedRunSchema, signal })).request
    },
  })
}
