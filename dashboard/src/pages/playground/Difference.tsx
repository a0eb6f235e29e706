import { type StructuredPatch, structuredPatch } from 'diff'
import { useMemo } from 'react'

export interface DifferenceProps {
  before: Record<string, string>
  after: Record<string, string>
  /** Whose files `before` are. */
  beforeName: string
}

/** What the winner has otherwise than another attempt, file by file. */
export function Difference({ before, after, beforeName }: DifferenceProps) {
  const patches = useMemo(() => patchesOf(before, after), [before, after])
  return (
    <div className="stack">
      <p className="soft">
        {patches.length === 0
          ? `The winner and ${beforeName} made the same files.`
          : `${patches.length} files differ. − stands in what ${beforeName} made, + in the winner’s.`}
      </p>
      {patches.map((patch) => (
        <details key={patch.newFileName} className="diff">
          <summary className="mono">{patch.newFileName}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="code" tabIndex={0} aria-label={`Difference in ${patch.newFileName}`}>
            <pre>
              {linesOf(patch).map(({ key, text }) => (
                <span key={key} data-sign={text[0]}>
                  {`${text}\n`}
                </span>
              ))}
            </pre>
          </section>
        </details>
      ))}
    </div>
  )
}

function patchesOf(before: Record<string, string>, after: Record<string, string>): StructuredPatch[] {
  const paths = [...new Set([...Object.keys(after), ...Object.keys(before)])].sort()
  return paths
    .filter((path) => before[path] !== after[path])
    .map((path) =>
      structuredPatch(path, path, before[path] ?? '', after[path] ?? '', undefined, undefined, {
        context: 3,
      }),
    )
}

function linesOf(patch: StructuredPatch): { key: string; text: string }[] {
  return patch.hunks.flatMap((hunk, at) => [
    { key: `${at}`, text: `@@ line ${hunk.newStart}` },
    ...hunk.lines.map((text, line) => ({ key: `${at}:${line}`, text })),
  ])
}
