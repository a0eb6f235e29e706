// Edits that leave content out behind a remark, in many languages and types of file, and edits that only look so.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { findElidedEdit } from '../../../supabase/functions/_shared/scoring/reading/elidedEdit.ts'
import { scoreProject } from '../../../supabase/functions/_shared/scoring/scoreProject.ts'
import handedCases from '../../fixtures/elidedEdits.json' with { type: 'json' }

const cases = z
  .array(
    z.object({
      id: z.string(),
      path: z.string(),
      before: z.string(),
      after: z.string(),
      request: z.string(),
      files: z.record(z.string(), z.string()),
      accept: z.object({ diagnostic: z.boolean(), max_overall: z.number().optional() }),
    }),
  )
  .parse(handedCases)

describe('scoreProject of an edit', () => {
  it.each(cases)('$id', ({ path, before: old, after, request, files, accept }) => {
    const before = { ...files, [path]: old }
    const { diagnostics, overall } = scoreProject({
      files: { ...files, [path]: after },
      request,
      profile: profileTask({ request, context: { files: before } }),
      before,
    })
    const found = diagnostics.filter(({ rule, file }) => rule === 'elided-code' && file === path)
    expect(found.length > 0).toBe(accept.diagnostic)
    if (accept.max_overall !== undefined) expect(overall).toBeLessThanOrEqual(accept.max_overall)
  })
})

const STYLES = 'h1 { color: red; }\nh2 { color: red; }\nh3 { color: red; }\np { margin: 0; }\n'
const YAML = 'name: ci\non: push\njobs:\n  a:\n    steps: []\n  b:\n    steps: []\n'
const PYTHON = 'import os\n\n\ndef a():\n    return 1\n\n\ndef b():\n    return 2\n'

describe('findElidedEdit', () => {
  it.each([
    ['Vietnamese', STYLES, 'h1 { color: blue; }\n/* ... phần còn lại giữ nguyên ... */\n'],
    ['Hindi', PYTHON, 'import os\n\n\ndef a():\n    return 3\n\n# ... बाकी कोड वही है ...\n'],
    ['Hebrew', STYLES, 'h1 { color: blue; }\n/* ... שאר הקוד ללא שינוי ... */\n'],
    ['a bare ellipsis', YAML, 'name: ci\non: pull_request\n...\n'],
    ['brackets in YAML', YAML, 'name: ci\non: pull_request\n# [remaining jobs]\n'],
    ['full-width brackets', PYTHON, 'import os\n\n（以下略）\n'],
    ['German words without an ellipsis', PYTHON, 'import os\n# Der restliche Code bleibt unverändert\n'],
    ['French words', STYLES, 'h1 { color: blue; }\n/* le reste du fichier est inchangé */\n'],
    ['Markdown', '# A\n\nOne.\n\nTwo.\n\nThree.\n', '# A\n\nUne.\n\n[...]\n'],
  ])('sees %s', (_, before, after) => {
    expect(findElidedEdit(before, after)).not.toBeNull()
  })

  it.each([
    ['a whole edit', STYLES, STYLES.replace('red', 'blue')],
    ['a comment with an ellipsis that was there', `// loading...\n${PYTHON}`, '// loading...\nimport os\n'],
    [
      'a new comment with an ellipsis where nothing is lost',
      PYTHON,
      `${PYTHON}\n# Waiting for the disk...\nprint(b())\n`,
    ],
    ['a file that shrinks without a remark', PYTHON, 'import os\n'],
    ['JSX text', 'const a = <p>Hi</p>\nconst b = 1\n', 'const a = <p>Loading...</p>\nconst b = 1\n'],
    ['a spread', 'const a = [1]\nconst b = a\n', 'const a = [1]\nconst b = [\n  ...a,\n]\n'],
    ['a remark about the rest', PYTHON, `# The rest of the code uses b.\n${PYTHON}`],
  ])('does not see %s', (_, before, after) => {
    expect(findElidedEdit(before, after)).toBeNull()
  })
})
