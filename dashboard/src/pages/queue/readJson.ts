export type ReadJson = { value: unknown } | { fault: string }

/** Text that a person typed, as JSON or as what is wrong with it. */
export function readJson(text: string): ReadJson {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}
