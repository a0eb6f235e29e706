import { Badge } from '../../components/Badge.tsx'
import { Meter } from '../../components/Meter.tsx'
import { Empty, Notice } from '../../components/Notice.tsx'
import { formatMs, formatScore, formatUsd } from '../../format.ts'
import { Diagnostics } from './Diagnostics.tsx'
import type { RunStory } from './loadRun.ts'
import { RunStatus } from './RunStatus.tsx'

type Attempt = RunStory['attempts'][number]

/** Each attempt with its four dimensions and what the scorer found. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <Empty>No attempt has ended yet.</Empty>
  return (
    <div className="cards">
      {attempts.map((attempt) => (
        <AttemptCard key={attempt.id} attempt={attempt} />
      ))}
    </div>
  )
}

function AttemptCard({ attempt }: { attempt: Attempt }) {
  const { model, provider, approach, status, is_winner, error_code, error_message } = attempt
  const dimensions: [string, number | null][] = [
    ['Completeness', attempt.completeness],
    ['Code quality', attempt.code_quality],
    ['Functionality', attempt.functionality],
    ['Performance', attempt.performance],
  ]
  return (
    <article className="attempt" data-winner={is_winner || undefined} aria-label={`${model}, ${approach}`}>
      <div className="card-head">
        <h3>
          {attempt.attempt_number}. {model} <span className="soft">{approach}</span>
        </h3>
        <span className="row">
          {is_winner && <Badge tone="accent">winner</Badge>}
          <RunStatus status={status} errorCode={error_code} />
        </span>
      </div>
      <p className="soft">
        {provider} · {formatMs(attempt.duration_ms)} · {formatUsd(attempt.cost_usd)}
        {attempt.cost_is_estimate && ' (estimated)'} · {attempt.input_tokens + attempt.output_tokens} tokens
      </p>
      {attempt.quality_score !== null && (
        <>
          <p>
            Score <strong>{formatScore(attempt.quality_score)}</strong>
          </p>
          <dl className="dimensions">
            {dimensions.map(([name, score]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <Meter share={(score ?? 0) / 100} label={`${name}: ${formatScore(score)} of 100`} />
                  <span className="number">{formatScore(score)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {error_message && <Notice tone={status === 'failed' ? 'bad' : undefined}>{error_message}</Notice>}
      {attempt.diagnostics.length > 0 && <Diagnostics diagnostics={attempt.diagnostics} />}
    </article>
  )
}
