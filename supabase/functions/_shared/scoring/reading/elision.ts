/** Comments that stand for code someone left out. */

const THINGS =
  '(code|components?|functions?|files?|class|module|forms?|content|imports?|schema|logic|implementation|methods?|handlers?|jsx|markup|styles?|fields?|sections?|pages?|state|props|render|return|template|script|layout|types?|definitions?|fragment|structure|elements?|options|items|rows?|cards?|buttons?|routes?|hooks?|configuration|config|rules)'

const LEFT_OUT: readonly RegExp[] = [
  new RegExp(
    `^(\\.{3}|…)?\\s*(the )?(rest|remainder) of (the |your |this |my |our )?([\\w-]+ ){0,3}${THINGS}\\b(?! (?:relies|rely|depends?|needs?|uses?|expects?|assumes?|must|should|will|can|does|do|has|have|works?|calls?|reads?)\\b)`,
    'i',
  ),
  /^(the )?(rest|remainder|remaining|other|all other|existing|previous|same) [^.]{0,40}\b(stays?|remains?|kept|unchanged|is the same|are the same|as before|goes? here)\b/i,
  /^[^.]{0,50}\b(stays?|remains?|kept?|is|are) (exactly )?(the same|unchanged|as (it|they) (is|are|was|were)|as before)\W*$/i,
  /^[^.]{0,40}\b(unchanged|same as (before|above|previous(ly)?)|as before)\W*$/i,
  /\b(omitted|truncated|elided|abbreviated|shortened|snipped) (for|to)\b/i,
  /^(\.{3}|…).{0,80}\b(rest|remaining|existing|previous|other|same|more|keep|unchanged|here)\b/i,
  new RegExp(`^(\\.{3}|…)\\s*([\\w-]+ ){0,4}${THINGS}\\b.{0,20}(\\.{3}|…)?$`, 'i'),
  /^(the )?(rest|remaining|existing|previous|other|same)\b.{0,50}(\.{3}|…)$/i,
  /^(keep|include|paste) (your|the|all)? ?(rest|remaining|existing|previous|other|original|same)\b.{0,40}\b(code|here|unchanged|as is|below|above)\W*$/i,
  /^(add |put |insert |implement |write )?(your|the|more|additional)? ?([\w-]+ ){0,2}(code|logic|implementation|content|jsx|markup) (goes |will go )?here\W*$/i,
  /^(\.{3}|…)$/,
]

const LONGEST = 140

/** Ruled like a heading: `── Layout (unchanged) ──`. */
const HEADING = /^[─━═=*#~-]{2,}|[─━═=*#~-]{3,}$/

/** True for "… rest of the component stays the same" and its kin. */
export function isElision(comment: string): boolean {
  const text = comment.replace(/^[\s*/{]+|[\s*/}]+$/g, '').replace(/\s+/g, ' ')
  if (text === '' || text.length > LONGEST || HEADING.test(text)) return false
  return LEFT_OUT.some((pattern) => pattern.test(text))
}
