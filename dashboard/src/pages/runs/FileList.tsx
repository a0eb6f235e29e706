import { Empty } from '../../components/Notice.tsx'

/** What the caller got: the winner's files, or its text. */
export function FileList({ files, text }: { files: Readonly<Record<string, string>>; text?: string }) {
  const paths = Object.keys(files).sort()
  if (text) return <pre className="source">{text}</pre>
  if (paths.length === 0) return <Empty>The run gave no files.</Empty>
  return (
    <div className="stack">
      {paths.map((path) => (
        <details key={path}>
          <summary>
            <code>{path}</code> <span className="soft">{files[path]?.split('\n').length} lines</span>
          </summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard */}
          <section className="source" tabIndex={0} aria-label={path}>
            <pre>{files[path]}</pre>
          </section>
        </details>
      ))}
    </div>
  )
}
