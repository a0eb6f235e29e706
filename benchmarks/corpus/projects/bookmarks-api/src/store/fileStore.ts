import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Bookmark, BookmarkQuery, BookmarkStore } from './bookmark.js'

async function readBookmarks(file: string): Promise<Bookmark[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Bookmark[]
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function matches(bookmark: Bookmark, { tag, search }: BookmarkQuery): boolean {
  const needle = search?.toLowerCase() ?? ''
  const text = `${bookmark.title} ${bookmark.url}`.toLowerCase()
  return (tag === undefined || bookmark.tags.includes(tag)) && text.includes(needle)
}

/** Bookmarks in one JSON file, written anew after each change; a half-written file never takes its place. */
export async function openStore(file: string): Promise<BookmarkStore> {
  await mkdir(dirname(file), { recursive: true })
  let bookmarks = await readBookmarks(file)
  let writing = Promise.resolve()

  function save(): Promise<void> {
    const content = JSON.stringify(bookmarks, null, 2)
    writing = writing.then(async () => {
      await writeFile(`${file}.new`, content)
      await rename(`${file}.new`, file)
    })
    return writing
  }

  const find = (user: string, id: string) =>
    bookmarks.find((bookmark) => bookmark.id === id && bookmark.user === user)

  return {
    find,
    list(user, query) {
      const matching = bookmarks.filter((bookmark) => bookmark.user === user && matches(bookmark, query)).reverse()
      return { bookmarks: matching.slice(query.offset, query.offset + query.limit), total: matching.length }
    },
    async add(user, draft) {
      const bookmark = { ...draft, id: randomUUID(), user, createdAt: new Date().toISOString() }
      bookmarks.push(bookmark)
      await save()
      return bookmark
    },
    async update(user, id, changes) {
      const bookmark = find(user, id)
      if (!bookmark) return undefined
      Object.assign(bookmark, changes)
      await save()
      return bookmark
    },
    async remove(user, id) {
      const bookmark = find(user, id)
      if (!bookmark) return false
      bookmarks = bookmarks.filter((candidate) => candidate !== bookmark)
      await save()
      return true
    },
    countTags(user) {
      const counts = new Map<string, number>()
      for (const bookmark of bookmarks) {
        if (bookmark.user !== user) continue
        for (const tag of bookmark.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
      }
      return [...counts].map(([tag, count]) => ({ tag, count })).sort((first, second) => second.count - first.count)
    },
  }
}
