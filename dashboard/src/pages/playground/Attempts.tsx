import { Badge, type Tone } from '../../components/Badge.tsx'
import { formatMs, formatScore, formatUsd } from '../../format.ts'
import { Diagnostics } from './Diagnostics.tsx'
import type { AttemptState } from './runState.ts'

const STATUS: Record<AttemptState['status'], { word: string; tone?: Tone }> = {
  planned: { word: 'waiting' },
  running: { word: 'running', tone: 'accent' },
  succeeded: { word: 'scored', tone: 'good' },
  failed: { word: 'failed', tone: 'bad' },
  cancelled: { word: 'cancelled', tone: 'warn' },
  not_needed: { word: 'not needed' },
}

const DIMENSIONS = [
  ['completeness', 'Completeness'],
  ['codeQuality', 'Code quality'],
  ['functionality', 'Functionality'],
  ['performance', 'Performance'],
] as const

/** Every attempt side by side, as it goes. */
export function Attempts({ attempts, winner }: { attempts: readonly AttemptState[]; winner?: number }) {
  return (
    <ol className="attempts" aria-label="Attempts">
      {attempts.map((attempt) => (
        <li className="card" key={attempt.priority} data-winner={attempt.priority === winner || undefined}>
          <Attempt attempt={attempt} isWinner={attempt.priority === winner} />
        </li>
      ))}
    </ol>
  )
}

function Attempt({ attempt, isWinner }: { attempt: AttemptState; isWinner: boolean }) {
  const { word, tone } = STATUS[attempt.status]
  return (
    <>
      <div className="card-head">
        <h3>{attempt.model}</h3>
        <span className="row">
          {isWinner && <Badge tone="accent">winner</Badge>}
          <Badge tone={tone}>{word}</Badge>
        </span>
      </div>
      <p className="soft">
        {attempt.approach}
        {attempt.durationMs !== undefined && ` · ${formatMs(attempt.durationMs)}`}
        {attempt.costUsd !== undefined &&
          ` · ${attempt.costIsEstimate ? 'about ' : ''}${formatUsd(attempt.costUsd)}`}
      </p>
      {attempt.breakdown && (
        <>
          <p className="attempt-score">
            <strong>{formatScore(attempt.breakdown.overall)}</strong> <span className="soft">of 100</span>
          </p>
          <dl className="dimensions">
            {DIMENSIONS.map(([name, title]) => (
              <div key={name}>
                <dt>{title}</dt>
                <dd>
                  <span className="meter" aria-hidden="true">
                    <span style={{ width: `${attempt.breakdown?.[name] ?? 0}%` }} />
                  </span>
                  {formatScore(attempt.breakdown?.[name])}
                </dd>
              </div>
            ))}
          </dl>
          <Diagnostics diagnostics={attempt.breakdown.diagnostics} />
        </>
      )}
      {attempt.errorMessage !== undefined && (
        <p className={attempt.status === 'failed' ? 'fault-text' : 'soft'}>{attempt.errorMessage}</p>
      )}
      {attempt.paths.length > 0 && (
        <ul className="attempt-files" aria-label={`Files of ${attempt.model}`}>
          {attempt.paths.map((path) => (
            <li key={path} className="mono">
              {path}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
