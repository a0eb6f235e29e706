import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { COMPLEXITIES, TASK_TYPES } from '../../../supabase/functions/_shared/profiling/taskProfile.ts'

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
    ['ADD EXPORT TO EXCEL', true, 'edit', 'files'],
    ['connect ECONNREFUSED 127.0.0.1:5432', true, 'debug', 'files'],
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

  it('names what a model must be able to do, and how soon', () => {
    expect(profileTask({ request: 'Build a page like the attached screenshot' }).capabilities).toContain(
      'vision',
    )
    expect(profileTask({ request: 'List three colours, return only valid JSON' }).capabilities).toContain(
      'structuredOutput',
    )
    expect(
      profileTask({ request: 'Add a footer', context: { files: { 'a.ts': 'const a = 1\n'.repeat(60_000) } } })
        .capabilities,
    ).toContain('longContext')
    expect(profileTask({ request: 'Fix this asap, production is down' }).urgency).toBe('high')
    expect(profileTask({ request: 'Add a footer, not urgent' }).urgency).toBe('low')
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 5_000 }))
      .map(([unit, times]) => unit.repeat(times).slice(0, 32_000)),
  )
  const anyPath = fc.oneof(fc.string(), fc.constantFrom('package.json', '__proto__', 'a.constructor'))

  it('explains each decision, and has a valid answer for any text and files', () => {
    fc.assert(
      fc.property(anyText, fc.dictionary(anyPath, fc.string()), (request, files) => {
        const profile = profileTask({ request, context: { files } })
        expect(TASK_TYPES).toContain(profile.type)
        expect(COMPLEXITIES).toContain(profile.complexity)
        expect(['files', 'text']).toContain(profile.output)
        expect(profile.signals.map((signal) => signal.decision)).toEqual([
          'type',
          'output',
          'complexity',
          'urgency',
          'capabilities',
        ])
        expect(profile.signals.map((signal) => signal.value)).toEqual([
          profile.type,
          profile.output,
          profile.complexity,
          profile.urgency,
          profile.capabilities.join(', ') || 'none',
        ])
        expect(profile.complexityScore).toBeGreaterThanOrEqual(0)
        expect(profile.complexityScore).toBeLessThanOrEqual(100)
        expect(profile.confidence).toBeGreaterThan(0)
        expect(profile.confidence).toBeLessThanOrEqual(1)
        expect(profile.languages.every((language) => typeof language === 'string')).toBe(true)
        expect(Number.isSafeInteger(profile.estimatedInputTokens)).toBe(true)
        expect(profileTask({ request, context: { files } })).toEqual(profile)
      }),
      { numRuns: 300 },
    )
  })

  it('reads the beginning and the end of a long request, and nothing between', () => {
    const filler = 'lorem ipsum '.repeat(2_000)
    // The crash lies beyond the last thousand characters.
    const end = `${'.'.repeat(1_200)} and`
    const plain = profileTask({ request: `Build a notes app. ${filler}${filler.slice(0, 40)}${end}` })
    const hidden = profileTask({
      request: `Build a notes app. ${filler}fix the crash, add payments and a chat ${end}`,
    })
    expect(hidden).toMatchObject({ type: plain.type, requirements: plain.requirements })
    expect(profileTask({ request: `${filler} Fix the crash when I click save` }).type).toBe('debug')
  })
})
