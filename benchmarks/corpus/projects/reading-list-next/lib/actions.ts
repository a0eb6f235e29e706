'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { draftSchema, statusSchema } from './book'
import type { BookDraft } from './book'
import { addBook, removeBook, updateBook } from './books'

export interface AddBookState {
  errors: Partial<Record<keyof BookDraft, string[]>>
}

export async function addBookAction(_state: AddBookState, form: FormData): Promise<AddBookState> {
  const draft = draftSchema.safeParse(Object.fromEntries(form))
  if (!draft.success) return { errors: z.flattenError(draft.error).fieldErrors }
  await addBook(draft.data)
  revalidatePath('/')
  redirect('/')
}

export async function changeStatusAction(id: string, status: string): Promise<void> {
  await updateBook(id, { status: statusSchema.parse(status) })
  revalidatePath('/')
}

export async function saveNotesAction(id: string, form: FormData): Promise<void> {
  await updateBook(id, { notes: z.string().max(5000).parse(form.get('notes')) })
  revalidatePath(`/books/${id}`)
}

export async function removeBookAction(id: string): Promise<void> {
  await removeBook(id)
  revalidatePath('/')
}
