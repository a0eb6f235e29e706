/** What reading one file yields, whatever its language. */
import type { ModuleFacts } from '../script/moduleFacts.ts'
import { extensionOf } from './paths.ts'
import type { StylesheetFacts } from './stylesheet.ts'
import type { Markup } from './template.ts'

export type Language = 'script' | 'vue' | 'svelte' | 'astro' | 'html' | 'css' | 'json' | 'text'

export interface FileContent {
  /** Scripts of the file: one for a module, any number for pages and single-file components. */
  scripts: ModuleFacts[]
  markup: Markup | null
  stylesheet: StylesheetFacts | null
}

const LANGUAGES: Record<string, Language> = {
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  html: 'html',
  htm: 'html',
  css: 'css',
  scss: 'css',
  sass: 'css',
  less: 'css',
  pcss: 'css',
  json: 'json',
}

export function languageOf(path: string): Language {
  const extension = extensionOf(path)
  if (/^[cm]?[jt]sx?$/.test(extension)) return 'script'
  return (Object.hasOwn(LANGUAGES, extension) ? LANGUAGES[extension] : undefined) ?? 'text'
}
