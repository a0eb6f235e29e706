/** What the winner made: its files, the app itself, what the runner-up did otherwise. Each part loads when opened. */
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Loading } from '../../components/Notice.tsx'
import { type Tab, Tabs } from '../../components/Tabs.tsx'
import type { RunResult } from '../../data/runMessages.ts'
import { Diagnostics } from './Diagnostics.tsx'
import type { AttemptState } from './runState.ts'

const FileBrowser = lazy(async () => ({ default: (await import('./FileBrowser.tsx')).FileBrowser }))
const Preview = lazy(async () => ({ default: (await import('./Preview.tsx')).Preview }))
const Difference = lazy(async () => ({ default: (await import('./Difference.tsx')).Difference }))

export interface ResultTabsProps {
  result: RunResult
  runnerUp?: AttemptState
}

export function ResultTabs({ result, runnerUp }: ResultTabsProps) {
  const hasFiles = Object.keys(result.files).length > 0
  const [selected, setSelected] = useState(hasFiles ? 'files' : 'answer')
  const tabs: Tab[] = []
  if (result.text !== undefined)
    tabs.push({ id: 'answer', title: 'Answer', content: <p className="answer-text">{result.text}</p> })
  if (hasFiles) {
    tabs.push({ id: 'files', title: 'Files', content: whenLoaded(<FileBrowser files={result.files} />) })
    tabs.push({
      id: 'preview',
      title: 'Preview',
      content: whenLoaded(<Preview key={result.runId} files={result.files} />),
    })
  }
  if (hasFiles && runnerUp?.files !== undefined) {
    tabs.push({
      id: 'difference',
      title: 'Against the runner-up',
      content: whenLoaded(
        <Difference before={runnerUp.files} after={result.files} beforeName={runnerUp.model} />,
      ),
    })
  }
  tabs.push({
    id: 'diagnostics',
    title: 'Diagnostics',
    content: <Diagnostics diagnostics={result.scoreBreakdown.diagnostics} />,
  })
  return <Tabs label="What came of it" tabs={tabs} selected={selected} onSelect={setSelected} />
}

function whenLoaded(part: ReactNode) {
  return <Suspense fallback={<Loading what="it" heightPx={320} />}>{part}</Suspense>
}
