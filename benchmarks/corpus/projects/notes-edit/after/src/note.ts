export interface Note {
  id: string
  title: string
  body: string
  tags: string[]
  updatedAt: string
}

/** Splits what was typed into single lower-case tags, each once. */
export function parseTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().toLowerCase())
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

export function matchesNote(note: Note, search: string, tag: string | null): boolean {
  const needle = search.trim().toLowerCase()
  const found = needle === '' || `${note.title} ${note.body}`.toLowerCase().includes(needle)
  return found && (tag === null || note.tags.includes(tag))
}
