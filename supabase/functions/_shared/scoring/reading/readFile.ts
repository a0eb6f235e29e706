/** One file's text to what its language says, cached by content for files that repeat between projects. */

import { analyzeScript, skimScript } from '../script/analyzeScript.ts'
import type { ModuleFacts } from '../script/moduleFacts.ts'
import type { ParseScriptInput } from '../script/parseScript.ts'
import { type FileContent, languageOf } from './fileContent.ts'
import { baseNameOf, extensionOf } from './paths.ts'
import { splitComponent } from './singleFileComponent.ts'
import { readStylesheet } from './stylesheet.ts'
import { readMarkup, unbalancedTag } from './template.ts'
import { addTemplateFacts } from './templateFacts.ts'
import { useTemplateNames } from './templateNames.ts'

/** Above this a text is data; its head still tells the language. UTF-16 units. */
const LONGEST_MARKUP = 600_000

/** Blocks that a page or component may open; each may be sought to the end of the file. */
const MOST_BLOCKS = 300

/** The text up to where it opens more blocks than any written file does. */
function boundBlocks(text: string): string {
  let blocks = 0
  for (const { index } of text.matchAll(/<(?:script|style|template)\b/gi)) {
    if (++blocks > MOST_BLOCKS) return text.slice(0, index)
  }
  return text
}

export function readFile(path: string, text: string): FileContent {
  const language = languageOf(path)
  switch (language) {
    case 'script':
      return { scripts: [analyzeScript(scriptInput(path, text))], markup: null, stylesheet: null }
    case 'vue':
    case 'svelte':
      return readComponent(boundBlocks(text.slice(0, LONGEST_MARKUP)), language)
    case 'html':
      return readPage(boundBlocks(text.slice(0, LONGEST_MARKUP)))
    case 'css':
      return { scripts: [], markup: null, stylesheet: readStylesheet(text, /\.css$/i.test(path)) }
    default:
      return { scripts: [], markup: null, stylesheet: null }
  }
}

function scriptInput(path: string, text: string): ParseScriptInput {
  const extension = extensionOf(path)
  const typescript = /^[cm]?tsx?$/.test(extension)
  const clean = text.startsWith('#!') ? `//${text.slice(2)}` : text.replace(/^\uFEFF/, '')
  return { text: clean, typescript, jsx: !/^[cm]?ts$/.test(extension), ambient: /\.d\.[cm]?ts$/.test(path) }
}

function readComponent(text: string, language: 'vue' | 'svelte'): FileContent {
  const component = splitComponent(text, language)
  const blocks = component.scripts.length > 0 ? component.scripts : [EMPTY_SCRIPT]
  const scripts = blocks.map(({ text: script, startLine, typescript }) =>
    analyzeScript({ text: script, startLine, typescript, jsx: false }),
  )
  const markup = readMarkup(component.template, component.templateLine)
  const broken = component.unclosed ?? unbalancedTag(markup)
  if (broken !== null) scripts[0]?.problems.push({ line: 1, message: `<${broken}> is never closed` })
  useTemplateNames(scripts, markup, language)
  addTemplateFacts(scripts, markup, language)
  return {
    scripts,
    markup,
    stylesheet: component.styles === '' ? null : readStylesheet(component.styles, false),
  }
}

/** A component may consist of its template alone; its facts still need a place. */
const EMPTY_SCRIPT = { text: '', startLine: 1, typescript: false, isSetup: false }

const INLINE_SCRIPT = /<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\s*>/gi

function readPage(text: string): FileContent {
  const scripts: ModuleFacts[] = []
  const visible = text.replace(
    INLINE_SCRIPT,
    (whole, attributes: string, content: string, offset: number) => {
      const isData =
        /\btype\s*=\s*["']?(application\/|text\/(template|html|x-|markdown)|importmap|speculationrules)/i.test(
          attributes,
        )
      const isBabel = /\btype\s*=\s*["']?text\/babel/i.test(attributes)
      if (content.trim() !== '' && (!isData || isBabel) && scripts.length < 50) {
        const start = offset + whole.indexOf(content, whole.indexOf('>'))
        const isModule = /\btype\s*=\s*["']?module/i.test(attributes)
        scripts.push(
          analyzeScript({
            text: content,
            startLine: lineAt(text, start),
            typescript: false,
            jsx: isBabel,
            isModule,
          }),
        )
      }
      return whole.replace(content, () => content.replace(/[^\n]/g, ' '))
    },
  )
  let styles = ''
  const body = visible.replace(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi, (whole, content: string) => {
    styles += `${content}\n`
    return whole.replace(/[^\n]/g, ' ')
  })
  const markup = readMarkup(body)
  if (scripts.length === 0) scripts.push(analyzeScript({ text: '', typescript: false, jsx: false }))
  addTemplateFacts(scripts, markup, 'html')
  return { scripts, markup, stylesheet: styles === '' ? null : readStylesheet(styles, false) }
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let index = 0; index < offset; index++) if (text.charCodeAt(index) === 10) line++
  return line
}

/** Like `readFile` for a script that is not to be parsed: its imports and words. */
export function skimFile(path: string, text: string): FileContent {
  return { scripts: [skimScript(scriptInput(path, text))], markup: null, stylesheet: null }
}

/** Facts of copied component libraries (`ui/`), which recur word for word from project to project. */
const cache = new Map<string, { text: string; content: FileContent }>()
const MOST_CACHED = 160
const LONGEST_CACHED = 24_000

/** Like `readFile`, remembering files of `ui/` folders: facts depend on name and text alone and are never changed after. */
export function readFileCached(path: string, text: string): FileContent {
  if (!/(^|\/)ui\//.test(path) || text.length > LONGEST_CACHED) return readFile(path, text)
  const key = baseNameOf(path)
  const cached = cache.get(key)
  if (cached !== undefined && cached.text === text) return cached.content
  const content = readFile(path, text)
  if (cache.size >= MOST_CACHED) cache.delete(cache.keys().next().value ?? key)
  cache.set(key, { text, content })
  return content
}
