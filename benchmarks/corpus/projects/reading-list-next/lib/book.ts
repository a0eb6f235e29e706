import { z } from 'zod'

export const statusSchema = z.enum(['wanted', 'reading', 'read'])
export type Status = z.infer<typeof statusSchema>

export const STATUS_LABELS: Record<Status, string> = {
  wanted: 'Want to read',
  reading: 'Reading',
  read: 'Read',
}

export const draftSchema = z.object({
  title: z.string().trim().min(1, 'Which book is it?').max(200),
  author: z.string().trim().min(1, 'Who wrote it?').max(100),
  status: statusSchema,
})

export const bookSchema = draftSchema.extend({
  id: z.string(),
  notes: z.string(),
  addedAt: z.string(),
})

export type BookDraft = z.infer<typeof draftSchema>
export type Book = z.infer<typeof bookSchema>
