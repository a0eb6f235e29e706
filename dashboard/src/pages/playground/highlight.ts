/** Colours code. Only the languages that projects of the web are written in. */
import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import css from 'highlight.js/lib/languages/css'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import markdown from 'highlight.js/lib/languages/markdown'
import python from 'highlight.js/lib/languages/python'
import scss from 'highlight.js/lib/languages/scss'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

const LANGUAGES = { bash, css, javascript, json, markdown, python, scss, sql, typescript, xml, yaml }
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language)

const BY_EXTENSION: Record<string, keyof typeof LANGUAGES> = {
  ...{ ts: 'typescript', tsx: 'typescript', mts: 'typescript', cts: 'typescript' },
  ...{ js: 'javascript', jsx: 'javascript', mjs: 'javascript', cjs: 'javascript' },
  ...{ html: 'xml', svg: 'xml', xml: 'xml', vue: 'xml', svelte: 'xml' },
  ...{ css: 'css', scss: 'scss', json: 'json', md: 'markdown', py: 'python', sh: 'bash', sql: 'sql' },
  ...{ yml: 'yaml', yaml: 'yaml' },
}

/** Colouring takes time with the length; longer files are shown plain. */
const LONGEST = 200_000

/** @returns HTML in which everything of the code is escaped, or null where it is to be shown plain */
export function highlight(path: string, code: string): string | null {
  const language = BY_EXTENSION[path.slice(path.lastIndexOf('.') + 1).toLowerCase()]
  if (language === undefined || code.length > LONGEST) return null
  return hljs.highlight(code, { language, ignoreIllegals: true }).value
}
