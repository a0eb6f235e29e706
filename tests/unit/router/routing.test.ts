import { describe, expect, it } from 'vitest'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { TASK_TYPES } from '../../../supabase/functions/_shared/profiling/taskProfile.ts'
import { classify } from '../../../supabase/functions/universal-router/classify.ts'
import {
  INTENTS,
  type Intent,
  ROUTES,
  routeFor,
} from '../../../supabase/functions/universal-router/routes.ts'

const PROJECT = {
  'package.json': '{"dependencies":{"react":"^19.0.0"}}',
  'src/App.tsx': 'export function App() { return <main>Hello</main> }',
}

/** Requests as people write them; those under `withFiles` come with a project. */
const LABELLED: { withFiles: boolean; requests: [Intent, string][] }[] = [
  {
    withFiles: false,
    requests: [
      ['FEATURE_BUILD', 'Build a todo app with authentication'],
      ['FEATURE_BUILD', 'Create a landing page for my bakery with an order form'],
      ['FEATURE_BUILD', 'I need a dashboard that shows our weekly sales by region'],
      ['FEATURE_BUILD', 'Make a snake game in plain JavaScript'],
      ['FEATURE_BUILD', 'Could you write a REST API for bookmarks in TypeScript with Hono?'],
      ['FEATURE_BUILD', 'We want an invoicing tool where freelancers track hours and send bills'],
      ['FEATURE_BUILD', 'Erstelle eine Rezepte-App mit Suche und Favoriten'],
      ['FEATURE_BUILD', 'Crée un site vitrine pour un photographe avec une galerie'],
      ['FEATURE_BUILD', 'Haz una aplicación de notas con etiquetas'],
      ['FEATURE_BUILD', 'Generate a pricing table component in Vue'],
      ['FEATURE_BUILD', 'Develop a chat application with rooms and typing indicators'],
      ['FEATURE_BUILD', 'Set up a Next.js blog with MDX and dark mode'],
      ['QUESTION', 'What is the difference between useMemo and useCallback?'],
      ['QUESTION', 'How does row level security work in Postgres?'],
      ['QUESTION', 'Explain closures in JavaScript to a beginner'],
      ['QUESTION', 'Which HTTP status should I return when a limit is exceeded?'],
      ['QUESTION', 'Is it safe to store a JWT in localStorage?'],
      ['QUESTION', 'When would I choose WebSockets over server-sent events?'],
      ['QUESTION', 'Was ist der Unterschied zwischen let und const?'],
      ['QUESTION', '¿Qué es una promesa en JavaScript?'],
      ['ARCHITECTURE', 'Design the architecture of a multi-tenant SaaS for clinics'],
      [
        'ARCHITECTURE',
        'How should we structure a monorepo with three frontends and shared packages? Compare the options.',
      ],
      ['ARCHITECTURE', 'Propose a database schema for a marketplace with sellers, orders and refunds'],
      [
        'ARCHITECTURE',
        'Should we split our monolith into microservices? Outline the trade-offs and a migration plan',
      ],
      ['ARCHITECTURE', 'Plan the system design for a real-time bidding platform'],
      ['TRIAGE', 'Sort these tickets by priority: login broken, typo on the home page, payment fails'],
      ['TRIAGE', 'Label each of these issues as bug, feature or question'],
      ['TRIAGE', 'Classify this support message: "I was charged twice this month"'],
      ['TRIAGE', 'Prioritise the following backlog for the next sprint'],
      ['TRIAGE', 'Triage these bug reports by severity and component'],
      ['REVIEW', 'Review this function: function add(a, b) { return a - b }'],
      [
        'REVIEW',
        'Can you audit this SQL for injection risks? `select * from users where id = 1 or name = input`',
      ],
      ['DOCUMENTATION', 'Write a README for a command line tool that resizes images'],
      ['DOCUMENTATION', 'Document the public API of a date picker component'],
      [
        'DEBUG',
        'Why do I get "Cannot read properties of undefined (reading \'map\')" when my list is empty? const rows = data.items.map(toRow)',
      ],
      ['DEBUG', 'My useEffect runs in an infinite loop, fix it: useEffect(() => { setCount(count + 1) })'],
    ],
  },
  {
    withFiles: true,
    requests: [
      ['EDIT', 'Add a dark mode toggle to the header'],
      ['EDIT', 'Rename the Submit button to Send'],
      ['EDIT', 'Change the primary colour to teal and make the corners rounder'],
      ['EDIT', 'Move the filters into a sidebar'],
      ['EDIT', 'Replace axios by fetch everywhere'],
      ['EDIT', 'Refactor App.tsx into smaller components'],
      ['EDIT', 'Füge eine Suchleiste über der Liste hinzu'],
      ['EDIT', 'Ajoute une pagination à la liste'],
      ['EDIT', 'Please translate all labels into Spanish'],
      ['EDIT', 'Remove the newsletter section'],
      ['DEBUG', 'The page stays blank after logging in, please fix it'],
      ['DEBUG', 'Fix the failing build: Module not found: Can\'t resolve "./Header"'],
      ['DEBUG', 'Clicking delete removes the wrong item'],
      ['DEBUG', "TypeError: Cannot read properties of null (reading 'style') in App.tsx"],
      ['DEBUG', 'Why does the counter not update when I click?'],
      ['DEBUG', 'Beim Speichern stürzt die Seite ab, bitte beheben'],
      ['REVIEW', 'Review my code for accessibility problems'],
      ['REVIEW', 'Do a security audit of this project'],
      ['REVIEW', 'What do you think of the code quality here? List the weaknesses'],
      ['DOCUMENTATION', 'Write a README for this project'],
      ['DOCUMENTATION', 'Add JSDoc comments to all exported functions'],
      ['DOCUMENTATION', 'Document how to run and deploy this'],
      ['QUESTION', 'What does App.tsx do?'],
      ['QUESTION', 'Where is the routing configured?'],
    ],
  },
]

describe('routing', () => {
  it('sends at least 90 % of labelled requests where they belong, without asking a model', async () => {
    const wrong: string[] = []
    let count = 0
    for (const { withFiles, requests } of LABELLED) {
      for (const [intent, text] of requests) {
        count++
        const profile = profileTask({ request: text, context: withFiles ? { files: PROJECT } : {} })
        const { route } = await classify(profile, { text, hasFiles: withFiles }, async () => undefined)
        if (route.intent !== intent) wrong.push(`${intent} → ${route.intent}: ${text}`)
      }
    }
    expect(count).toBe(60)
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(6)
  })

  it('takes the triage model at its word where the profiler is unsure, and only there', async () => {
    const asked: string[] = []
    const answer = async (question: string) => {
      asked.push(question)
      return 'REVIEW'
    }
    const unsure = { ...profileTask({ request: 'the thing' }), confidence: 0.3 }
    const { route } = await classify(unsure, { text: 'the thing', hasFiles: false }, answer)
    expect(route.intent).toBe('REVIEW')
    const sure = { ...profileTask({ request: 'Build a todo app' }), confidence: 0.9 }
    await classify(sure, { text: 'Build a todo app', hasFiles: false }, answer)
    expect(asked).toHaveLength(1)
  })

  it.each(['', 'REVIEW or EDIT', 'I cannot say'])(
    'keeps its own guess where the answer is %j',
    async (answer) => {
      const unsure = { ...profileTask({ request: 'Build a todo app' }), confidence: 0.3 }
      const { route } = await classify(
        unsure,
        { text: 'Build a todo app', hasFiles: false },
        async () => answer,
      )
      expect(route.intent).toBe('FEATURE_BUILD')
    },
  )

  it('has one route for every intent and task type, and none back to itself', () => {
    expect(INTENTS.map((intent) => routeFor(intent).intent)).toEqual([...INTENTS])
    expect(TASK_TYPES.map((type) => routeFor(type).taskType)).toEqual([...TASK_TYPES])
    expect(ROUTES.map(({ filesFrom }) => filesFrom)).not.toContain('universal-router')
  })
})
