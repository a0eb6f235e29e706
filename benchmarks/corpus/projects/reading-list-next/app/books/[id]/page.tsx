import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { NotesForm } from '@/components/NotesForm'
import { findBook } from '@/lib/books'

interface BookPageProps {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: BookPageProps): Promise<Metadata> {
  const book = await findBook((await params).id)
  return { title: book?.title ?? 'Unknown book' }
}

export default async function BookPage({ params }: BookPageProps) {
  const book = await findBook((await params).id)
  if (!book) notFound()

  return (
    <article>
      <h1>{book.title}</h1>
      <p>by {book.author}</p>
      <NotesForm book={book} />
    </article>
  )
}
