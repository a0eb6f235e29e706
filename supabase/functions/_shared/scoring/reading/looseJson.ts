/** JSON as configuration files write it: with comments and trailing commas. */

/** The value, or undefined where even that leniency does not make it JSON. */
export function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(withoutComments(text).replace(/,(\s*[}\]])/g, '$1'))
    } catch {
      return undefined
    }
  }
}

function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_match, quoted?: string) => quoted ?? '',
  )
}

/** The value as an object with string keys, or an empty one. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}
