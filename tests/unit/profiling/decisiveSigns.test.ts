import { expect, it } from 'vitest'
import { readDecisiveSigns } from '../../../supabase/functions/_shared/profiling/decisiveSigns.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { readRequest } from '../../../supabase/functions/_shared/profiling/readRequest.ts'

const signsOf = (request: string) => readDecisiveSigns(readRequest(request))

it.each([
  ['Please group these tickets by topic', true],
  ['Ordne die Meldungen nach Dringlichkeit', true],
  ['把这些工单按优先级分类', true],
  ['which of these should we do first\n1. typo\n2. crash\n3. emoji', true],
  ['Add a label to the form', false],
  ['Sort the table by name', false],
])('tells a heap to be sorted: %s', (request, sorts) => {
  expect(signsOf(request).sorts).toBe(sorts)
})

it.each([
  ['an install guide for our customers', 'guide'],
  ['give me a second pair of eyes on the auth code', 'verdict'],
  ["Mi spieghi come funziona l'event loop?", 'explanation'],
  ['什么样的数据模型合适?', 'design'],
] as const)('finds what is wanted: %s', (request, wanted) => {
  expect(signsOf(request).wanted).toHaveProperty(wanted)
})

it('believes that nothing is to be touched', () => {
  expect(signsOf('Only tell me what is slow, no code changes').isHandsOff).toBe(true)
  expect(signsOf('Change the colour').isHandsOff).toBe(false)
  const files = { 'src/App.tsx': 'export const App = () => null' }
  const request = 'Our checkout crashes sometimes, users complain. Report on security of it, no code changes.'
  expect(profileTask({ request, context: { files } }).type).toBe('review')
})
