import { strToU8, zipSync } from 'fflate'
import { useMemo, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { fileTree, type TreeNode } from './fileTree.ts'
import { highlight } from './highlight.ts'

/** The project's files in a tree, one of them open, all of them to take along. */
export function FileBrowser({ files }: { files: Record<string, string> }) {
  const paths = Object.keys(files)
  const [open, setOpen] = useState(() => firstToShow(paths))
  const content = files[open] ?? ''
  const html = useMemo(() => highlight(open, content), [open, content])
  return (
    <div className="stack">
      <div className="row">
        <Button size="small" onClick={() => download(files)}>
          Download as zip
        </Button>
        <span className="soft">{paths.length} files</span>
      </div>
      <div className="file-browser">
        <nav aria-label="Files of the winner">
          <Tree nodes={fileTree(paths)} open={open} onOpen={setOpen} />
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="code" tabIndex={0} aria-label={open}>
          <pre>
            {html === null ? (
              <code>{content}</code>
            ) : (
              // biome-ignore lint/security/noDangerouslySetInnerHtml: highlight.js escapes all of the code, and adds spans
              <code dangerouslySetInnerHTML={{ __html: html }} />
            )}
          </pre>
        </section>
      </div>
    </div>
  )
}

function Tree({ nodes, open, onOpen }: { nodes: TreeNode[]; open: string; onOpen: (path: string) => void }) {
  return (
    <ul className="tree">
      {nodes.map(({ name, path, children }) => (
        <li key={path ?? `${name}/`}>
          {path === undefined ? (
            <details open>
              <summary>{name}</summary>
              <Tree nodes={children} open={open} onOpen={onOpen} />
            </details>
          ) : (
            <button type="button" aria-current={path === open} onClick={() => onOpen(path)}>
              {name}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function firstToShow(paths: readonly string[]): string {
  const wanted = [/(?:^|\/)App\.[jt]sx?$/, /(?:^|\/)page\.[jt]sx?$/, /(?:^|\/)index\.html$/]
  for (const pattern of wanted) {
    const found = paths.find((path) => pattern.test(path))
    if (found !== undefined) return found
  }
  return paths[0] ?? ''
}

function download(files: Record<string, string>): void {
  const entries = Object.entries(files).map(([path, content]) => [path, strToU8(content)])
  const zip = new Blob([zipSync(Object.fromEntries(entries))], { type: 'application/zip' })
  const address = URL.createObjectURL(zip)
  const link = document.createElement('a')
  link.href = address
  link.download = 'project.zip'
  link.click()
  URL.revokeObjectURL(address)
}
