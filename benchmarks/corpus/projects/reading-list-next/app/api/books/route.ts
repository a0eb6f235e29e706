import { listBooks } from '@/lib/books'
import { statusSchema } from '@/lib/book'

export async function GET(request: Request) {
  const status = statusSchema.optional().safeParse(new URL(request.url).searchParams.get('status') ?? undefined)
  if (!status.success) return Response.json({ error: 'status must be wanted, reading or read' }, { status: 400 })
  return Response.json({ books: await listBooks(status.data) })
}
