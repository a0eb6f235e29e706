/** Tells the name of an environment variable from a key that somebody pasted in its place. */

const VARIABLE_NAME = /^[A-Z_][A-Z0-9_]{0,99}$/
/** Keys in capitals alone: Amazon's, and long runs of letters and digits that nobody would call a variable. */
const LOOKS_LIKE_A_KEY = /^(?:AKIA|ASIA)[A-Z0-9]{12,}$|^[A-Z0-9]{24,}$/

export function isVariableName(text: string): boolean {
  return VARIABLE_NAME.test(text) && !LOOKS_LIKE_A_KEY.test(text)
}
