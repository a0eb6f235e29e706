import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'

const files = { 'package.json': '{"dependencies":{"vue":"3"}}', 'src/App.vue': '<template />' }

describe('profileTask', () => {
  const typed: [string, boolean, string, string][] = [
    ['Build a todo app with authentication', false, 'generation', 'files'],
    ['Can you build a dashboard with charts?', false, 'generation', 'files'],
    ['Baue eine Todo-App mit Anmeldung', false, 'generation', 'files'],
    ['Crée une application de notes', false, 'generation', 'files'],
    ['请创建一个待办事项应用', false, 'generation', 'files'],
    ['Add a dark mode toggle to the header', true, 'edit', 'files'],
    ['Make the header blue', true, 'edit', 'files'],
    ['Fix the crash when I click save', true, 'debug', 'files'],
    ['Why does my app crash on start? It throws an error', false, 'debug', 'text'],
    ['Review this code for security issues', true, 'review', 'text'],
    ['Write a README for this project', true, 'documentation', 'files'],
    ['Propose a system design and architecture for a chat service', false, 'architecture', 'text'],
    ['Classify this support ticket', false, 'triage', 'text'],
    ['What is the difference between let and const?', false, 'question', 'text'],
    ['Wie funktioniert useEffect?', false, 'question', 'text'],
  ]
  for (const [request, hasFiles, type, output] of typed) {
    it(`takes ${JSON.stringify(request)} for ${type}`, () => {
      expect(profileTask({ request, context: hasFiles ? { files } : {} })).toMatchObject({ type, output })
    })
  }

  it('names what the request names', () => {
    const profile = profileTask({
      request: 'Build a Next.js shop with login, search, a shopping cart and Stripe checkout in TypeScript',
    })
    expect(profile.requirements).toEqual(
      expect.arrayContaining(['authentication', 'search', 'shopping-cart', 'payment']),
    )
    expect(profile.frameworks[0]).toBe('next')
    expect(profile.languages).toContain('typescript')
  })

  it('takes the framework from the manifest where the request names none', () => {
    expect(profileTask({ request: 'Add a footer', context: { files } }).frameworks).toContain('vue')
  })

  it('finds more work harder', () => {
    const score = (request: string) => profileTask({ request }).complexityScore
    expect(score('Build a simple counter')).toBeLessThan(score('Build a todo app with authentication'))
    expect(score('Build a todo app with authentication')).toBeLessThan(
      score(
        'Build a production-ready multi-tenant dashboard with authentication, charts, realtime chat, payments and i18n',
      ),
    )
  })

  it('counts what exists into the input', () => {
    const without = profileTask({ request: 'Add a footer' }).estimatedInputTokens
    const withFiles = profileTask({
      request: 'Add a footer',
      context: { files: { 'a.ts': 'const a = 1\n'.repeat(2_000) } },
    })
    expect(withFiles.estimatedInputTokens - without).toBeGreaterThan(6_000)
  })

  it('explains each decision, and has an answer for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (request) => {
        const profile = profileTask({ request })
        expect(profile.signals.map((signal) => signal.decision)).toEqual(['type', 'output', 'complexity'])
        expect(profile.complexityScore).toBeGreaterThanOrEqual(0)
        expect(profile.complexityScore).toBeLessThanOrEqual(100)
      }),
      { numRuns: 500 },
    )
  })
})
