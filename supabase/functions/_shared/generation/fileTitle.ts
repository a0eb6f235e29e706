/** Finds the file that a code block belongs to: named in its info string, in a title above it, or in a first comment. */
import { commentFits, isScriptPath, isShellLanguage, languageFits, looksLikeFilePath } from './fileNames.ts'

const MAX_TITLE_LENGTH = 300

/** The language of a fence's info string, lower case; empty where there is none. */
export function languageOfInfoString(info: string): string {
  return (/^[a-z0-9+#-]+/i.exec(info.trim())?.[0] ?? '').toLowerCase()
}

/** `path="a b.ts"`, `title=src/a.ts`, `filename: 'x'` → the value. */
function attributeValue(text: string): string | undefined {
  const match =
    /(?:^|[\s{,])(?:path|file|filename|file_path|filepath|title|name)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s},]+))/i.exec(
      text,
    )
  return match?.[1] ?? match?.[2] ?? match?.[3]
}

/** The path in a fence's info string: `tsx src/App.tsx`, `tsx:src/App.tsx`, `src/App.tsx`, `tsx title="src/App.tsx"`. */
export function pathInInfoString(info: string): string | undefined {
  const attribute = attributeValue(info)
  if (attribute !== undefined && looksLikeFilePath(attribute)) return attribute
  const words = info.trim().split(/\s+/)
  for (const [index, word] of words.entries()) {
    // `12:15:src/App.tsx` cites lines of a file; it is not the file.
    if (/^\d+:\d+:/.test(word)) continue
    const afterLanguage = /^[a-z][a-z0-9+#-]{0,19}:(?![\\/]{2})(.+)$/i.exec(word)?.[1]
    // `c:\x` is a drive, not a language, and has to be seen whole to be refused.
    if (afterLanguage !== undefined && !/^[a-z]:[\\/]/i.test(word) && looksLikeFilePath(afterLanguage))
      return afterLanguage
    // The first word is the language: `makefile`, `asp.net` and `dockerfile` name one, `src/a.ts` does not.
    if (index === 0 && words.length > 1 && !/[\\/.]/.test(word)) continue
    if (looksLikeFilePath(word)) return word
  }
  return undefined
}

/** Words of a title that says "this is the file", in the languages that models write. */
const LABEL =
  /^(?:the |das |le |la |el |o )?(?:new |neue |nouveau |nuevo |novo |updated? |complete |full )?(?:files?|filename|file name|path|datei(?:name)?|fichier|archivo|arquivo|ficheiro|bestand|plik|soubor|fil|tiedosto|fájl|fișier|dosya|tệp|tập tin|berkas|файл|文件(?:名)?|檔案|ファイル(?:名)?|파일(?:명)?|ملف|फ़ाइल|קובץ|αρχείο|ไฟล์)\s*[:：\-–]?\s*/i

/** A sentence that announces a file as a whole: it creates, replaces, shows or updates the file. */
const ANNOUNCES =
  /\b(?:create|creates?|creating|add|new|update|updated|replace|rewrite|write|modify|modified|change|edit|save|put|paste|here(?:'s| is| are)|contents?|final|complete|full|erstell\w*|ersetze?\w*|aktualisier\w*|änder\w*|hier|cré\w*|remplac\w*|voici|modifi\w*|crea\w*|reempla\w*|actualiz\w*|aquí|modific\w*|cri[ea]\w*|substitu\w*|atualiz\w*|aqui|sostitu\w*|aggiorn\w*|ecco|maak|vervang|utwórz|zamień|oluştur\w*|güncelle\w*)(?![\p{L}])|созда|замен|обнов|измени|вот|创建|新建|更新|修改|替换|建立|作成|更新|変更|置き換え|생성|수정|만들|إنشاء|बनाएं/iu

/** A sentence that says the block is none: shown for comparison, or as a part. */
const DENIES =
  /\b(?:unchanged|reference|previously|old version|for example|snippet|excerpt|delete|remove|inside|e\.g\.)\b/i

/**
 * The path that a line above a block names: `### src/App.tsx`, `**src/App.tsx** (new)`, `File: a.ts`, `📄 a.ts`,
 * `Now update \`src/App.tsx\`:`. `undefined` for a line that is no title, or names several files.
 */
export function pathInTitle(line: string): string | undefined {
  if (line.length > MAX_TITLE_LENGTH || DENIES.test(line)) return undefined
  const endsWithColon = /[:：]\s*(?:\*\*|__|`)?\s*$/.test(line)
  const text = line
    .replace(/<\/?[a-z][a-z0-9]*(?:\s[^>]*)?>/gi, ' ')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/^[\s>]*(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|\/\/+|={2,}|-{3,})*\s*/, '')
    .replace(/^(?:\d{1,3}[.)]\s+)/, '')
  const plain = withoutEmphasis(text)
    .replace(/^[^\p{L}\p{N}./\\`_@([~+]+/u, '')
    .trim()
  const quoted = [
    ...new Set(
      [...plain.matchAll(/`([^`]+)`/g)].map(([, name]) => (name ?? '').trim()).filter(looksLikeFilePath),
    ),
  ]
  if (quoted.length > 1) return undefined
  const unlabelled = plain.replace(LABEL, '')
  const words = [
    ...new Set(
      unlabelled
        .replaceAll('`', ' ')
        .split(/[\s（(]+/)
        .map(trimPunctuation)
        .filter(looksLikeFilePath),
    ),
  ]
  const path = quoted[0] ?? (words.length === 1 ? words[0] : undefined)
  if (path === undefined) return undefined
  const isTitle = trimPunctuation(unlabelled.replace(/^[`'"]+/, '')).startsWith(path)
  return isTitle || (ANNOUNCES.test(plain) && (endsWithColon || !/[.!?]$/.test(plain))) ? path : undefined
}

/** Underscores are emphasis around the whole (`__index.html__`); inside a name (`__init__.py`) they belong to it. */
function withoutEmphasis(text: string): string {
  const [, underlined] = /^\s*(?:__|_)(\S.*?\S)(?:__|_)[:：]?\s*$/.exec(text) ?? []
  return (underlined ?? text).replace(/\*{1,3}(?=\S)|(?<=\S)\*{1,3}/g, '')
}

function trimPunctuation(word: string): string {
  return word
    .replace(/^["'“”„«([]+/, '')
    .replace(/["'“”»)\],;:：=]+$/, '')
    .replace(/(?<=[\p{L}\p{N}])[.。]$/u, '')
}

export interface CommentName {
  path: string
  /** The comment is the block's first line and no part of the file. */
  dropsFirstLine: boolean
}

/** Lines that have to stand before any comment of a file. */
const LEADING_LINE = /^\s*(?:['"]use (?:client|server|strict)['"];?|<\?php|#!.*)\s*$/

/** The path in a comment that begins a block: `// src/App.tsx`, `# app.py`, `<!-- index.html -->`. */
export function pathInFirstComment(lines: readonly string[], language: string): CommentName | undefined {
  const second = LEADING_LINE.test(lines[0] ?? '')
  const found =
    /^\s*(\/\/+|#(?!!)|--|;|\{?\/\*+|<!--|\{\{!(?:--)?|%)\s*(.+?)\s*(?:\*\/\}?|--!?>|(?:--)?\}\})?\s*$/.exec(
      lines[second ? 1 : 0] ?? '',
    )
  const [, opener = '', body = ''] = found ?? []
  const path = body.replace(/^(?:file|filename|path)\s*:\s*/i, '')
  if (!looksLikeFilePath(path)) return undefined
  const style = opener.startsWith('//') ? '//' : opener.replace(/^\{/, '').replace(/\*+$/, '*')
  if (!commentFits(style === '{!' ? '{{!' : style, path) && !isJsonComment(style, path)) return undefined
  if (!fitsBlock(language, path)) return undefined
  return { path, dropsFirstLine: !second }
}

/** JSON has no comments, so a name above it is never part of the file. */
function isJsonComment(opener: string, path: string): boolean {
  return /\.json$/.test(path) && (opener === '//' || opener === '#')
}

/** Whether a block in this language may be the content of this file. A block of shell commands is only a script. */
export function fitsBlock(language: string, path: string): boolean {
  if (isShellLanguage(language))
    return isScriptPath(path) || /(?:^|\/)\.env|\.(?:txt|log|conf|cfg|ini)$/.test(path)
  return languageFits(language, path)
}
