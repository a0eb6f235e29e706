'use client'

import { useActionState } from 'react'
import { addBookAction } from '@/lib/actions'
import { STATUS_LABELS, statusSchema } from '@/lib/book'

export function AddBookForm() {
  const [state, formAction, pending] = useActionState(addBookAction, { errors: {} })

  return (
    <form action={formAction} className="form">
      <label>
        Title
        <input name="title" maxLength={200} />
      </label>
      {state.errors.title ? <p className="problem">{state.errors.title[0]}</p> : null}
      <label>
        Author
        <input name="author" maxLength={100} />
      </label>
      {state.errors.author ? <p className="problem">{state.errors.author[0]}</p> : null}
      <label>
        Status
        <select name="status" defaultValue="wanted">
          {statusSchema.options.map((status) => (
            <option key={status} value={status}>
              {STATUS_LABELS[status]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={pending}>
        {pending ? 'Adding…' : 'Add'}
      </button>
    </form>
  )
}
