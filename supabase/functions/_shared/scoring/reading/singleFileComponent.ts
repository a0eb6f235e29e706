/** Vue and Svelte single-file components: their scripts with line offsets, their template, their styles. */

export interface ScriptBlock {
  text: string
  startLine: number
  typescript: boolean
  isSetup: boolean
}

export interface SingleFileComponent {
  scripts: ScriptBlock[]
  template: string
  templateLine: number
  styles: string
  /** A block that is opened and never closed. */
  unclosed: string | null
}

const BLOCK = /<(script|style)\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/\1\s*>/gi
const VUE_TEMPLATE = /<template\b(?:[^>"']|"[^"]*"|'[^']*')*>([\s\S]*)<\/template\s*>/i

export function splitComponent(text: string, language: 'vue' | 'svelte'): SingleFileComponent {
  const component: SingleFileComponent = {
    scripts: [],
    template: '',
    templateLine: 1,
    styles: '',
    unclosed: unclosedBlock(text, language),
  }
  let rest = ''
  let end = 0
  for (const match of text.matchAll(BLOCK)) {
    rest += text.slice(end, match.index) + blanked(match[0])
    end = match.index + match[0].length
    const attributes = match[2] ?? ''
    const content = match[3] ?? ''
    if ((match[1] ?? '').toLowerCase() === 'style') {
      component.styles += content
      continue
    }
    const offset = match.index + match[0].indexOf('>', match[0].indexOf(attributes) + attributes.length) + 1
    component.scripts.push({
      text: content,
      startLine: lineAt(text, offset),
      typescript: /\blang\s*=\s*["']?tsx?\b/.test(attributes),
      isSetup: /\bsetup\b/.test(attributes),
    })
  }
  rest += text.slice(end)
  if (language === 'svelte') return { ...component, template: rest }
  // Without an end the pattern would look for one from every beginning.
  const template = /<\/template/i.test(rest) ? VUE_TEMPLATE.exec(rest) : null
  if (template === null) return component
  const content = template[1] ?? ''
  const offset = template.index + template[0].indexOf(content)
  return { ...component, template: content, templateLine: lineAt(text, offset) }
}

function unclosedBlock(text: string, language: 'vue' | 'svelte'): string | null {
  for (const name of language === 'vue' ? ['script', 'style', 'template'] : ['script', 'style']) {
    const opened =
      text
        .match(new RegExp(`<${name}(?=[\\s>])(?:[^>"']|"[^"]*"|'[^']*')*>`, 'gi'))
        ?.filter((tag) => !tag.endsWith('/>')).length ?? 0
    const closed = text.match(new RegExp(`</${name}\\s*>`, 'gi'))?.length ?? 0
    if (opened > closed) return name
  }
  return null
}

/** Same length and lines, without content. */
function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let index = 0; index < offset; index++) if (text.charCodeAt(index) === 10) line++
  return line
}
