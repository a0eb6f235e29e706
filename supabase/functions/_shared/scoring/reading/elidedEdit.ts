/**
 * Finds what an edit left out of a file that existed before: a remark in place of content, in any type of file and any
 * language. A remark counts by its form (an ellipsis or brackets where a comment or a bare line stands) together with
 * what the file lost, or by words that say it outright.
 */
import { isElision } from './elision.ts'

export interface ElidedEdit {
  /** 1-based line of the remark in the new text. */
  line: number
  remark: string
  /** Share of the old lines that are gone and not replaced, 0–1. */
  lostShare: number
}

/** A remark by its form alone counts where at least this share of the old lines is gone. */
const LOST_WITH_REMARK = 0.35
const LONGEST_REMARK = 160

const COMMENT =
  /^\s*(?:\/\/+|#+|--+|\{?\/\*+|\*+|<!--|%+|;+|"""|''')\s*(.*?)\s*(?:\*+\/\}?|--!?>|"""|''')?\s*$/
const BARE_REMARK =
  /^\s*(?:[([{<【（]\s*[^()[\]{}]{0,140}\s*[)\]}>】）]|(?:\.{3}|…).{0,140}|.{0,60}(?:\.{3}|…))\s*$/u
const ELLIPSIS_OR_BRACKETS = /^(?:\.{3}|…)|(?:\.{3}|…)$|^[([【（].*[)\]】）]$/u

/** "Unchanged", "the rest", "omitted" in the languages of our users: what a remark says when it has no ellipsis. */
const OUTRIGHT =
  /(?:其余|其他|剩余|余下|其它).{0,12}(?:不变|相同|省略|一致)|(?:保持不变|代码不变|以下省略|此处省略)|(?:残り|その他|以下).{0,16}(?:変更なし|同じ|省略|そのまま)|(?:나머지|이하).{0,16}(?:동일|생략|그대로|변경)|(?:остальн|прочий).{0,40}(?:без изменений|прежн|так же|не мен)|\b(?:resto|restante)\b.{0,50}\b(?:igual|sin cambios|permanece|inalterad\w*|invariat\w*|mesmo|mantém|uguale)\b|\breste\b.{0,40}\b(?:inchang\w*|identique|même)\b|\b(?:restliche\w*|übrige\w*|rest)\b.{0,40}\b(?:unverändert|gleich|bleib\w*|wie (?:zuvor|bisher|vorher))\b|(?:بقية|باقي).{0,40}(?:تغيير|كما)|\b(?:kalan|geri kalan)\b.{0,40}\b(?:aynı|değişme\w*)\b|\breszta\b.{0,40}\bbez zmian\b|\brest\b.{0,40}\b(?:ongewijzigd|hetzelfde)\b/iu

/** The remark that stands for what an edit left out; `null` where it left nothing out. Linear in both texts. */
export function findElidedEdit(before: string, after: string): ElidedEdit | null {
  const oldLines = before.split('\n').map((line) => line.trim())
  const known = new Set(oldLines)
  const lines = after.split('\n')
  const remarks = lines.flatMap((line, index) => {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.length > LONGEST_REMARK || known.has(trimmed)) return []
    const comment = COMMENT.exec(trimmed)?.[1]?.trim()
    if (comment === undefined && !BARE_REMARK.test(trimmed)) return []
    const text = comment ?? trimmed
    const outright = (comment !== undefined && isElision(text)) || OUTRIGHT.test(text)
    return outright || ELLIPSIS_OR_BRACKETS.test(text) ? [{ line: index + 1, text, outright }] : []
  })
  if (remarks.length === 0) return null
  const lostShare = unreplacedShare(oldLines, lines, new Set(remarks.map(({ line }) => line - 1)))
  const [remark] = remarks.filter(({ outright }) => outright || lostShare >= LOST_WITH_REMARK)
  return remark === undefined ? null : { line: remark.line, remark: remark.text, lostShare }
}

/** Old lines that are gone, less new lines that may stand for them, as a share of the old ones. */
function unreplacedShare(
  oldLines: readonly string[],
  lines: readonly string[],
  remarks: ReadonlySet<number>,
): number {
  const counts = new Map<string, number>()
  let total = 0
  for (const line of oldLines) {
    if (line === '') continue
    total += 1
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  let kept = 0
  let added = 0
  for (const [index, line] of lines.entries()) {
    const text = line.trim()
    if (text === '' || remarks.has(index)) continue
    const count = counts.get(text) ?? 0
    if (count === 0) added += 1
    else {
      kept += 1
      counts.set(text, count - 1)
    }
  }
  return total === 0 ? 0 : Math.max(0, total - kept - added) / total
}
