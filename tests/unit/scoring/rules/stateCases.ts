// State, effects and hooks that do not do what they are there for.
import { COUNTER, reactFiles, withApp } from '../sampleProjects.ts'
import type { RuleCase } from './ruleCase.ts'

const counter = { files: reactFiles(), request: '' }

const LIST = `import { useState } from 'react'

export default function App() {
  const [items, setItems] = useState<string[]>([])
  const add = () => {
    setItems([...items, 'one more'])
  }
  return (
    <main className="page">
      <button type="button" onClick={add}>
        Add
      </button>
      <p>{items.length} items</p>
    </main>
  )
}
`

const clock = (effect: string) => `import { useEffect, useState } from 'react'

export default function App() {
  const [time, setTime] = useState(0)
${effect}
  return <main className="page">Open for {time} seconds</main>
}
`

const hookApp = (body: string) => `import { useState } from 'react'

export default function App() {
  const [open, setOpen] = useState(false)
${body}
  return (
    <main className="page">
      <button type="button" onClick={() => setOpen(!open)}>
        {name}
      </button>
      <input value={name} onChange={(event) => setName(event.target.value)} />
    </main>
  )
}
`

const load = (check: string) => `import { useEffect, useState } from 'react'

export default function App() {
  const [title, setTitle] = useState('')
  useEffect(() => {
    fetch('/api/title').then(async (response) => {
${check}      setTitle(await response.text())
    })
  }, [])
  return <main className="page">{title}</main>
}
`

export const STATE_CASES: readonly RuleCase[] = [
  {
    rule: 'state-never-updated',
    fault: 'the setter is never called',
    bad: withApp(COUNTER.replace('() => setCount(count + 1)', '() => window.scrollTo(0, 0)')),
    good: counter,
    severity: 'major',
    file: 'src/App.tsx',
    line: 4,
  },
  {
    rule: 'state-never-updated',
    fault: 'the value is set and never read',
    bad: withApp(COUNTER.replace('{count} clicks', 'clicks').replace('setCount(count + 1)', 'setCount(1)')),
    good: counter,
    severity: 'minor',
    file: 'src/App.tsx',
    line: 4,
  },
  {
    rule: 'mutated-state',
    fault: 'an array in state is pushed to',
    bad: withApp(
      LIST.replace("    setItems([...items, 'one more'])", "    items.push('one more')\n    setItems(items)"),
    ),
    good: withApp(LIST),
    severity: 'major',
    file: 'src/App.tsx',
    line: 6,
  },
  {
    rule: 'effect-without-dependencies',
    fault: 'an effect sets state after every render',
    bad: withApp(clock('  useEffect(() => {\n    setTime(time + 1)\n  })')),
    good: withApp(clock('  useEffect(() => {\n    setTime(performance.now())\n  }, [])')),
    severity: 'major',
    file: 'src/App.tsx',
    line: 5,
  },
  {
    rule: 'effect-without-cleanup',
    fault: 'an interval is never cleared',
    bad: withApp(
      clock('  useEffect(() => {\n    setInterval(() => setTime((now) => now + 1), 1000)\n  }, [])'),
    ),
    good: withApp(
      clock(
        '  useEffect(() => {\n    const timer = setInterval(() => setTime((now) => now + 1), 1000)\n    return () => clearInterval(timer)\n  }, [])',
      ),
    ),
    severity: 'minor',
    file: 'src/App.tsx',
    line: 5,
  },
  {
    rule: 'conditional-hook',
    fault: 'a hook is called after an early return',
    bad: withApp(hookApp("  if (open) return <p>Open</p>\n  const [name, setName] = useState('')")),
    good: withApp(hookApp("  const [name, setName] = useState('')\n  if (open) return <p>Open</p>")),
    severity: 'major',
    file: 'src/App.tsx',
    line: 6,
  },
  {
    rule: 'unchecked-response',
    fault: 'a response is read whatever its status',
    bad: withApp(load('')),
    good: withApp(load("      if (!response.ok) throw new Error('The title cannot be read')\n")),
    severity: 'minor',
    file: 'src/App.tsx',
    line: 6,
  },
]
