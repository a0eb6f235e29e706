/** The forms in which models give files; each grade keeps to its own, so that readers meet them all. */
import type { Grade } from '../sandboxModel.ts'
import type { FileAnswer } from './answerer.ts'

export function writeFiles(answer: FileAnswer, form: Grade | 'json'): string {
  const files = Object.entries(answer.files)
  switch (form) {
    case 'json':
      return JSON.stringify({
        message: answer.message,
        files: files.map(([path, content]) => ({ path, content })),
      })
    case 'strong':
      return [
        answer.message,
        ...files.map(([path, content]) => `<file path="${path}">\n${ended(content)}</file>`),
      ].join('\n\n')
    case 'balanced':
      return [
        answer.message,
        ...files.map(([path, content]) => fenced(content, `${language(path)} ${path}`)),
      ].join('\n\n')
    case 'fast':
      return [
        answer.message,
        ...files.map(([path, content]) => `### ${path}\n\n${fenced(content, language(path))}`),
      ].join('\n\n')
  }
}

const ended = (content: string): string =>
  content === '' || content.endsWith('\n') ? content : `${content}\n`

/** A fence longer than any inside the content, so that documentation with code blocks stays whole. */
function fenced(content: string, info: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/^\s*(`{3,})/gm)].map(([, marks = '']) => marks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${info}\n${ended(content)}${fence}`
}

function language(path: string): string {
  const extension = path.split('.').at(-1) ?? ''
  return { md: 'markdown', mjs: 'js', htm: 'html' }[extension] ?? extension
}
