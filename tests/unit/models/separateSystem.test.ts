// Turns as providers that insist on alternation take them.
import { expect, it } from 'vitest'
import { separateSystem } from '../../../supabase/functions/_shared/models/providers/providerAdapter.ts'

it('joins turns of one role that follow each other', () => {
  const { system, turns } = separateSystem([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'A page' },
    { role: 'user', content: 'With a heading' },
    { role: 'assistant', content: 'Here it is.' },
  ])
  expect(system).toBe('Be brief.')
  expect(turns).toEqual([
    { role: 'user', content: 'A page\n\nWith a heading', attachments: [] },
    { role: 'assistant', content: 'Here it is.', attachments: [] },
  ])
})
