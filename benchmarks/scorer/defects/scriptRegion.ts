/** Where the script of a file lies: all of it, or the `<script>` block of a single-file component. */

export function scriptRegion(path: string, text: string): { start: number; end: number } {
  if (!/\.(vue|svelte)$/.test(path)) return { start: 0, end: text.length }
  const opening = /<script\b[^>]*>/.exec(text)
  if (!opening) return { start: 0, end: 0 }
  const start = opening.index + opening[0].length
  const end = text.indexOf('</script>', start)
  return { start, end: end === -1 ? text.length : end }
}
