import type { Metadata } from 'next'
import { AddBookForm } from '@/components/AddBookForm'

export const metadata: Metadata = { title: 'Add a book' }

export default function AddBookPage() {
  return (
    <>
      <h1>Add a book</h1>
      <AddBookForm />
    </>
  )
}
