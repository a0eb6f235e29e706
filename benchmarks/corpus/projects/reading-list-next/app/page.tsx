import Link from 'next/link'
import { BookList } from '@/components/BookList'
import { StatusFilter } from '@/components/StatusFilter'
import { listBooks } from '@/lib/books'
import { statusSchema } from '@/lib/book'

interface HomePageProps {
  searchParams: Promise<{ status?: string }>
}

export default async function HomePage({ searchParams }: HomePageProps) {
  const { status } = await searchParams
  const chosen = statusSchema.safeParse(status)
  const books = await listBooks(chosen.success ? chosen.data : undefined)

  return (
    <>
      <h1>My books</h1>
      <StatusFilter selected={chosen.success ? chosen.data : null} />
      {books.length === 0 ? (
        <p>
          Nothing here. <Link href="/add">Add a book</Link> to begin.
        </p>
      ) : (
        <BookList books={books} />
      )}
    </>
  )
}
