import { Badge } from '../../components/Badge.tsx'
import type { Diagnostic } from '../../data/runMessages.ts'

/** So many are shown at once; the others when asked for. */
const FIRST = 8

/** What the scorer found, the gravest first, at file and line. */
export function Diagnostics({ diagnostics }: { diagnostics: readonly Diagnostic[] }) {
  const rest = diagnostics.slice(FIRST)
  return (
    <>
      <DiagnosticList diagnostics={diagnostics.slice(0, FIRST)} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <DiagnosticList diagnostics={rest} />
        </details>
      )}
    </>
  )
}

function DiagnosticList({ diagnostics }: { diagnostics: readonly Diagnostic[] }) {
  return (
    <ul className="diagnostics" aria-label="Diagnostics">
      {diagnostics.map(({ rule, severity, file, line, message }) => (
        <li key={`${rule} ${file} ${line} ${message}`}>
          <Badge tone={severity === 'fatal' ? 'bad' : severity === 'major' ? 'warn' : undefined}>
            {severity}
          </Badge>{' '}
          {file && (
            <code>
              {file}
              {line !== undefined && `:${line}`}
            </code>
          )}{' '}
          {message} <span className="soft">({rule})</span>
        </li>
      ))}
    </ul>
  )
}
