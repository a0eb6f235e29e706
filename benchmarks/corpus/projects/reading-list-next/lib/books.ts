import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { bookSchema } from './book'
import type { Book, BookDraft, Status } from './book'

const FOLDER = join(process.cwd(), 'data')
const FILE = join(FOLDER, 'books.json')

async function readBooks(): Promise<Book[]> {
  try {
    return z.array(bookSchema).parse(JSON.parse(await readFile(FILE, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

async function writeBooks(books: Book[]): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  await writeFile(FILE, JSON.stringify(books, null, 2))
}

/** Newest first; of one status where one is given. */
export async function listBooks(status?: Status): Promise<Book[]> {
  const books = await readBooks()
  return books
    .filter((book) => status === undefined || book.status === status)
    .sort((first, second) => second.addedAt.localeCompare(first.addedAt))
}

export async function findBook(id: string): Promise<Book | undefined> {
  return (await readBooks()).find((book) => book.id === id)
}

export async function addBook(draft: BookDraft): Promise<void> {
  const book: Book = { ...draft, id: randomUUID(), notes: '', addedAt: new Date().toISOString() }
  await writeBooks([...(await readBooks()), book])
}

export async function updateBook(id: string, changes: Partial<Pick<Book, 'status' | 'notes'>>): Promise<void> {
  const books = await readBooks()
  await writeBooks(books.map((book) => (book.id === id ? { ...book, ...changes } : book)))
}

export async function removeBook(id: string): Promise<void> {
  const books = await readBooks()
  await writeBooks(books.filter((book) => book.id !== id))
}
