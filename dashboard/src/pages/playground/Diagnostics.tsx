import { Badge } from '../../components/Badge.tsx'
import type { Diagnostic } from '../../data/runMessages.ts'

const TONES = { fatal: 'bad', major: 'warn', minor: undefined } as const

/** What the scorer found, worst first as it told it, at file and line. */
export function Diagnostics({ diagnostics }: { diagnostics: readonly Diagnostic[] }) {
  if (diagnostics.length === 0) return <p className="soft">Nothing to object to.</p>
  return (
    <details>
      <summary>
        {diagnostics.length} {diagnostics.length === 1 ? 'diagnostic' : 'diagnostics'}
      </summary>
      <ul className="diagnostics">
        {diagnostics.map(({ rule, severity, file, line, message }) => (
          <li key={`${rule}:${file}:${line}:${message}`}>
            <Badge tone={TONES[severity]}>{severity}</Badge>
            <span>
              {message}
              {file !== undefined && (
                <span className="mono soft">
                  {' '}
                  {file}
                  {line !== undefined && `:${line}`}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
