'use client'

import Link from 'next/link'
import { useOptimistic, useTransition } from 'react'
import { changeStatusAction, removeBookAction } from '@/lib/actions'
import { STATUS_LABELS, statusSchema } from '@/lib/book'
import type { Book } from '@/lib/book'

export function BookList({ books }: { books: Book[] }) {
  const [shown, hide] = useOptimistic(books, (current, removedId: string) =>
    current.filter((book) => book.id !== removedId),
  )
  const [pending, startTransition] = useTransition()

  const handleStatus = (id: string, status: string) => {
    startTransition(() => changeStatusAction(id, status))
  }

  const handleRemove = (id: string) => {
    startTransition(async () => {
      hide(id)
      await removeBookAction(id)
    })
  }

  return (
    <ul className="books" aria-busy={pending}>
      {shown.map((book) => (
        <li key={book.id} className="book">
          <div>
            <Link href={`/books/${book.id}`}>{book.title}</Link>
            <p>{book.author}</p>
          </div>
          <select
            aria-label={`Status of ${book.title}`}
            value={book.status}
            onChange={(event) => handleStatus(book.id, event.target.value)}
          >
            {statusSchema.options.map((status) => (
              <option key={status} value={status}>
                {STATUS_LABELS[status]}
              </option>
            ))}
          </select>
          <button type="button" className="quiet" onClick={() => handleRemove(book.id)}>
            Remove
          </button>
        </li>
      ))}
    </ul>
  )
}
