import { z } from 'zod'

const tagSchema = z.string().trim().toLowerCase().min(1).max(30)

export const bookmarkSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  title: z.string().trim().min(1).max(200),
  tags: z.array(tagSchema).max(20).default([]),
})

export const changesSchema = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).optional(),
    title: z.string().trim().min(1).max(200).optional(),
    tags: z.array(tagSchema).max(20).optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')

export const querySchema = z.object({
  tag: tagSchema.optional(),
  search: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
})
