export interface Bookmark {
  id: string
  user: string
  url: string
  title: string
  tags: string[]
  createdAt: string
}

export type BookmarkDraft = Pick<Bookmark, 'url' | 'title' | 'tags'>

export interface BookmarkQuery {
  tag?: string
  search?: string
  limit: number
  offset: number
}

export interface BookmarkPage {
  bookmarks: Bookmark[]
  total: number
}

export interface BookmarkStore {
  list(user: string, query: BookmarkQuery): BookmarkPage
  find(user: string, id: string): Bookmark | undefined
  add(user: string, draft: BookmarkDraft): Promise<Bookmark>
  update(user: string, id: string, changes: Partial<BookmarkDraft>): Promise<Bookmark | undefined>
  remove(user: string, id: string): Promise<boolean>
  countTags(user: string): { tag: string; count: number }[]
}
