// The sandbox through the real SDKs, as Merit reaches it: both wires, streaming, usage, every kind of request.
import { GoogleGenAI } from '@google/genai/web'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCorpus } from '../../../benchmarks/corpus/corpus.ts'
import { type Sandbox, startSandbox } from '../../../local/sandbox/index.ts'
import { readProject } from '../../../supabase/functions/_shared/generation/projectReader.ts'
import { buildMessages } from '../../../supabase/functions/_shared/generation/prompt.ts'
import { SANDBOX_MODELS } from '../../../supabase/functions/_shared/models/sandboxModels.ts'
import type { TaskProfile } from '../../../supabase/functions/_shared/profiling/taskProfile.ts'
import { buildProblems } from '../../unit/defects/buildProblems.ts'

let sandbox: Sandbox
let openai: OpenAI
let gemini: GoogleGenAI

beforeAll(async () => {
  sandbox = await startSandbox({ speed: 200 })
  openai = new OpenAI({ apiKey: 'sandbox', baseURL: `${sandbox.url}/v1`, maxRetries: 0 })
  gemini = new GoogleGenAI({
    apiKey: 'sandbox',
    apiVersion: 'v1beta',
    httpOptions: { baseUrl: sandbox.url },
  })
})

afterAll(() => sandbox.stop())

interface Prompt {
  system: string
  user: string
}

interface Answer {
  text: string
  chunks: number
  inputTokens: number
  outputTokens: number
  finish: string
}

async function askOpenAi(model: string, { system, user }: Prompt): Promise<Answer> {
  const stream = await openai.chat.completions.create({
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    stream: true,
    stream_options: { include_usage: true },
  })
  const answer: Answer = { text: '', chunks: 0, inputTokens: 0, outputTokens: 0, finish: '' }
  for await (const chunk of stream) {
    const [choice] = chunk.choices
    if (choice?.delta.content) {
      answer.text += choice.delta.content
      answer.chunks++
    }
    answer.finish = choice?.finish_reason ?? answer.finish
    answer.inputTokens = chunk.usage?.prompt_tokens ?? answer.inputTokens
    answer.outputTokens = chunk.usage?.completion_tokens ?? answer.outputTokens
  }
  return answer
}

async function askGemini(model: string, { system, user }: Prompt): Promise<Answer> {
  const stream = await gemini.models.generateContentStream({
    model,
    contents: user,
    config: { systemInstruction: system },
  })
  const answer: Answer = { text: '', chunks: 0, inputTokens: 0, outputTokens: 0, finish: '' }
  for await (const chunk of stream) {
    answer.text += chunk.text ?? ''
    answer.chunks++
    answer.finish = chunk.candidates?.[0]?.finishReason ?? answer.finish
    answer.inputTokens = chunk.usageMetadata?.promptTokenCount ?? answer.inputTokens
    answer.outputTokens = chunk.usageMetadata?.candidatesTokenCount ?? answer.outputTokens
  }
  return answer
}

const ask = (model: string, prompt: Prompt): Promise<Answer> =>
  model.includes('gemini') ? askGemini(model, prompt) : askOpenAi(model, prompt)

function prompt(
  request: string,
  options: { output?: 'files' | 'text'; files?: Record<string, string> } = {},
): Prompt {
  const { output = 'files', files = {} } = options
  const profile: TaskProfile = {
    type: 'generation',
    output,
    complexity: 'low',
    complexityScore: 20,
    requirements: [],
    languages: [],
    frameworks: [],
    capabilities: [],
    estimatedInputTokens: 0,
    estimatedOutputTokens: 0,
    urgency: 'normal',
    confidence: 1,
    signals: [],
  }
  const messages = buildMessages({ request, profile, context: { files } })
  return { system: messages[0]?.content ?? '', user: messages.at(-1)?.content ?? '' }
}

function filesOf(text: string): Record<string, string> {
  const reading = readProject(text)
  if (!reading.ok) throw new Error(reading.reason)
  return reading.files
}

const TODO = 'Build a todo app with authentication'

describe.each(SANDBOX_MODELS.map(({ id }) => id))('%s', (model) => {
  test('streams a project in pieces, with usage and a finish reason', async () => {
    const answer = await ask(model, prompt(TODO))
    expect(answer.chunks).toBeGreaterThan(10)
    expect(answer.inputTokens).toBeGreaterThan(100)
    expect(answer.outputTokens).toBeGreaterThan(2000)
    expect(answer.finish.toLowerCase()).toBe('stop')
    expect(Object.keys(filesOf(answer.text))).toContain('package.json')
  })

  test.each([
    ['todo', TODO, /todo/i],
    ['dashboard', 'Create an analytics dashboard with charts', /recharts/],
    ['landing page', 'Make a landing page for a bakery', /newsletter/i],
    ['form', 'A registration form with validation', /onSubmit/],
    ['anything else', 'Build a chess clock', /createRoot/],
  ])('answers a %s with files of that kind', async (_kind, request, mark) => {
    const files = filesOf((await ask(model, prompt(request))).text)
    expect(Object.keys(files).length).toBeGreaterThan(7)
    expect(Object.values(files).join('\n')).toMatch(mark)
  })

  test('answers a question in prose, without files', async () => {
    const { text } = await ask(model, prompt('When should I use an index in Postgres?', { output: 'text' }))
    expect(text).toMatch(/index/)
    expect(text).not.toMatch(/<file|^###? \S+\.\w+$/m)
  })

  test('gives the same answer to the same request', async () => {
    const [first, again] = [await ask(model, prompt(TODO)), await ask(model, prompt(TODO))]
    expect(again.text).toBe(first.text)
  })
})

describe('quality by grade', () => {
  const requests = [
    TODO,
    'Build a todo list',
    'Create a dashboard with charts',
    'Make a landing page for a start-up',
    'A contact form with validation',
    'Build a kanban board with drag and drop',
    'Make an online shop with a cart',
    'Write a project management tool',
  ]

  async function buildingShare(grade: string): Promise<number> {
    const results = await Promise.all(
      requests.flatMap((request) =>
        ['gemini', 'openai'].map(async (flavour) => {
          const { text } = await ask(`sandbox-${flavour}-${grade}`, prompt(request))
          return (await buildProblems(filesOf(text))).length === 0
        }),
      ),
    )
    return results.filter(Boolean).length / results.length
  }

  test('strong and balanced projects always build, fast ones often do not, but sometimes do', async () => {
    expect(await buildingShare('strong')).toBe(1)
    expect(await buildingShare('balanced')).toBe(1)
    const fast = await buildingShare('fast')
    expect(fast).toBeGreaterThan(0.2)
    expect(fast).toBeLessThan(0.8)
  })

  test('a strong model writes the corpus project itself; the grades below differ from it', async () => {
    const original = loadCorpus().find(({ name }) => name === 'todo-auth')?.files
    const answers = await Promise.all(
      ['strong', 'balanced', 'fast'].map(async (grade) =>
        filesOf((await ask(`sandbox-openai-${grade}`, prompt(TODO))).text),
      ),
    )
    expect(answers[0]).toEqual(original)
    expect(answers[1]).not.toEqual(original)
    expect(answers[2]).not.toEqual(original)
    expect(answers[2]).not.toEqual(answers[1])
  })

  test('prose grows with the grade', async () => {
    const question = prompt('How does useEffect work?', { output: 'text' })
    const lengths = await Promise.all(
      ['fast', 'balanced', 'strong'].map(
        async (grade) => (await ask(`sandbox-gemini-${grade}`, question)).text.length,
      ),
    )
    expect(lengths).toEqual([...lengths].sort((first, second) => first - second))
    expect(new Set(lengths).size).toBe(3)
  })

  test('each grade keeps to its own form', async () => {
    const texts = await Promise.all(
      ['strong', 'balanced', 'fast'].map(
        async (grade) => (await ask(`sandbox-openai-${grade}`, prompt(TODO))).text,
      ),
    )
    expect(texts[0]).toContain('<file path="src/main.tsx">\n')
    expect(texts[1]).toContain('```tsx src/main.tsx\n')
    expect(texts[2]).toContain('### src/main.tsx\n\n```tsx\n')
  })
})

describe('work on existing files', () => {
  const corpus = loadCorpus()
  const edit = (name: string) => {
    const project = corpus.find((candidate) => candidate.name === name)
    if (!project?.before) throw new Error(`${name} is no edit`)
    return { ...project, before: project.before }
  }

  test.each(['notes-edit', 'stopwatch-debug'])(
    '%s: only the changed files come back, and they are right',
    async (name) => {
      const { request, before, files } = edit(name)
      const answer = filesOf((await ask('sandbox-openai-strong', prompt(request, { files: before }))).text)
      const changed = Object.keys(files).filter((path) => files[path] !== before[path])
      expect(Object.keys(answer).sort()).toEqual(changed.sort())
      expect({ ...before, ...answer }).toEqual(files)
    },
  )

  test('an edit nobody foresaw adds a component, shows it, and still builds', async () => {
    const before = corpus.find(({ name }) => name === 'todo-auth')?.files ?? {}
    const { text } = await ask('sandbox-openai-strong', prompt('Add a dark mode toggle', { files: before }))
    const answer = filesOf(text)
    expect(Object.keys(answer).sort()).toEqual(['src/App.tsx', 'src/components/ThemeToggle.tsx'])
    expect(answer['src/App.tsx']).toContain('<ThemeToggle />')
    expect(await buildProblems({ ...before, ...answer })).toEqual([])
  })

  test('a weak model puts its faults into the files it writes', async () => {
    const { request, before, files } = edit('notes-edit')
    const answer = filesOf((await ask('sandbox-gemini-fast', prompt(request, { files: before }))).text)
    const changed = Object.keys(files).filter((path) => files[path] !== before[path])
    expect(changed).toEqual(expect.arrayContaining(Object.keys(answer)))
    expect({ ...before, ...answer }).not.toEqual(files)
  })

  test('files that are broken already are worked on all the same', async () => {
    const { before } = edit('notes-edit')
    const broken = { ...before, 'package.json': '{ broken', 'src/App.tsx': 'export function App() {' }
    const { text } = await ask('sandbox-openai-strong', prompt('Add a dark mode', { files: broken }))
    expect(Object.keys(filesOf(text))).toContain('src/components/ThemeToggle.tsx')
    const review = await ask(
      'sandbox-openai-strong',
      prompt('Review this', { output: 'text', files: broken }),
    )
    expect(review.text).toContain('`src/App.tsx` line 1')
  })

  test('a broken import is found and repaired', async () => {
    const { before } = edit('notes-edit')
    const broken = {
      ...before,
      'src/App.tsx': (before['src/App.tsx'] ?? '').replace('./components/NoteList', './NoteList'),
    }
    expect(await buildProblems(broken)).not.toEqual([])
    const { text } = await ask('sandbox-openai-strong', prompt('Fix the build error', { files: broken }))
    expect(await buildProblems({ ...broken, ...filesOf(text) })).toEqual([])
  })

  test('a review names the file and line of what it found', async () => {
    const files = {
      'src/App.tsx': "import { Missing } from './Missing'\n\nexport const App = () => <Missing />\n",
    }
    const { text } = await ask('sandbox-openai-strong', prompt('Review my code', { output: 'text', files }))
    expect(text).toContain('`src/App.tsx` line 1')
  })

  test('documentation as a file is a README about the project', async () => {
    const { before } = edit('notes-edit')
    const { text } = await ask('sandbox-gemini-strong', prompt('Write a README', { files: before }))
    expect(filesOf(text)['README.md']).toContain('`useNotes`')
  })
})

describe('the wires', () => {
  test('whole answers come with usage too', async () => {
    const completion = await openai.chat.completions.create({
      model: 'sandbox-openai-fast',
      messages: [{ role: 'user', content: TODO }],
    })
    expect(completion.choices[0]?.message.content).toContain('package.json')
    expect(completion.usage?.completion_tokens).toBeGreaterThan(1000)
    const response = await gemini.models.generateContent({ model: 'sandbox-gemini-strong', contents: TODO })
    expect(response.text).toContain('<file path="package.json">')
    const usage = response.usageMetadata
    expect(usage?.thoughtsTokenCount).toBeGreaterThan(0)
    expect(usage?.totalTokenCount).toBe(
      (usage?.promptTokenCount ?? 0) + (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
    )
  })

  const projectSchema = {
    type: 'object',
    properties: {
      message: { type: 'string' },
      files: {
        type: 'array',
        items: { type: 'object', properties: { path: { type: 'string' }, content: { type: 'string' } } },
      },
    },
  }

  test('structured output gives a project as JSON on both wires', async () => {
    const completion = await openai.chat.completions.create({
      model: 'sandbox-openai-balanced',
      messages: [{ role: 'user', content: TODO }],
      response_format: { type: 'json_schema', json_schema: { name: 'project', schema: projectSchema } },
    })
    const response = await gemini.models.generateContent({
      model: 'sandbox-gemini-balanced',
      contents: TODO,
      config: { responseMimeType: 'application/json', responseJsonSchema: projectSchema },
    })
    for (const text of [completion.choices[0]?.message.content, response.text]) {
      const project = JSON.parse(text ?? '') as {
        message: string
        files: { path: string; content: string }[]
      }
      expect(project.message).not.toBe('')
      expect(project.files.map(({ path }) => path)).toContain('package.json')
    }
  })

  test('any other schema gets a value it allows', async () => {
    const response = await gemini.models.generateContent({
      model: 'sandbox-gemini-fast',
      contents: 'Rate this answer',
      config: {
        responseMimeType: 'application/json',
        responseJsonSchema: {
          type: 'object',
          properties: {
            score: { type: 'integer', minimum: 10, maximum: 100 },
            verdict: { enum: ['good', 'bad'] },
            points: { type: 'array', minItems: 2, items: { $ref: '#/$defs/point' } },
          },
          $defs: { point: { type: 'object', properties: { text: { type: 'string' } } } },
        },
      },
    })
    expect(JSON.parse(response.text ?? '')).toEqual({
      score: 10,
      verdict: 'good',
      points: [{ text: 'Rate this answer' }, { text: 'Rate this answer' }],
    })
  })

  test('a limit on output ends the answer and says so', async () => {
    const completion = await openai.chat.completions.create({
      model: 'sandbox-openai-strong',
      messages: [{ role: 'user', content: TODO }],
      max_completion_tokens: 200,
    })
    expect(completion.choices[0]?.finish_reason).toBe('length')
    expect(completion.usage?.completion_tokens).toBe(200)
    const response = await gemini.models.generateContent({
      model: 'sandbox-gemini-strong',
      contents: TODO,
      config: { maxOutputTokens: 200 },
    })
    expect(response.candidates?.[0]?.finishReason).toBe('MAX_TOKENS')
    expect(response.text?.length).toBeLessThan(2000)
  })

  test('an unknown model is not found', async () => {
    const asked = openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: TODO }],
    })
    await expect(asked).rejects.toMatchObject({ status: 404 })
    const geminiAsked = gemini.models.generateContent({ model: 'gemini-pro', contents: TODO })
    await expect(geminiAsked).rejects.toMatchObject({ status: 404 })
  })

  test('a caller who hangs up ends the stream, and the next one is served', async () => {
    const controller = new AbortController()
    const stream = await gemini.models.generateContentStream({
      model: 'sandbox-gemini-strong',
      contents: TODO,
      config: { abortSignal: controller.signal },
    })
    const readAll = async () => {
      for await (const _chunk of stream) controller.abort()
    }
    await expect(readAll()).rejects.toThrow()
    expect((await ask('sandbox-gemini-fast', prompt(TODO))).chunks).toBeGreaterThan(5)
  })
})

describe('pace', () => {
  test('at its own speed a fast model is done long before a strong one has begun to end', async () => {
    const paced = await startSandbox()
    try {
      const client = new OpenAI({ apiKey: 'sandbox', baseURL: `${paced.url}/v1`, maxRetries: 0 })
      const timed = async (model: string) => {
        const startedAt = performance.now()
        const stream = await client.chat.completions.create({
          model,
          messages: [{ role: 'user', content: TODO }],
          stream: true,
        })
        let firstMs = 0
        for await (const _chunk of stream) firstMs ||= performance.now() - startedAt
        return { firstMs, wholeMs: performance.now() - startedAt }
      }
      const fast = await timed('sandbox-openai-fast')
      const strong = await timed('sandbox-openai-strong')
      expect(strong.firstMs).toBeGreaterThan(350)
      expect(strong.wholeMs).toBeGreaterThan(1200)
      expect(fast.wholeMs).toBeLessThan(strong.wholeMs / 2)
    } finally {
      await paced.stop()
    }
  })

  test('a speed that is not above 0 is refused', async () => {
    await expect(startSandbox({ speed: 0 })).rejects.toThrow('speed must be above 0, not 0')
  })
})
