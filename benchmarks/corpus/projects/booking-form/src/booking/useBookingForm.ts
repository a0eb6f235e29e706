import { useMemo, useState } from 'react'
import { EMPTY_DRAFT } from './booking'
import type { Booking, BookingDraft } from './booking'
import { sendBooking } from './sendBooking'
import { validateBooking } from './validate'

type Touched = Partial<Record<keyof BookingDraft, boolean>>

/** State of the booking form: values, which errors may be shown yet, and sending. */
export function useBookingForm(onBooked: (booking: Booking) => void) {
  const [draft, setDraft] = useState<BookingDraft>(EMPTY_DRAFT)
  const [touched, setTouched] = useState<Touched>({})
  const [submitted, setSubmitted] = useState(false)
  const [sending, setSending] = useState(false)
  const [sendError, setSendError] = useState<string | null>(null)
  const errors = useMemo(() => validateBooking(draft), [draft])

  function setField<Field extends keyof BookingDraft>(field: Field, value: BookingDraft[Field]) {
    setDraft((current) => ({ ...current, [field]: value }))
  }

  function touch(field: keyof BookingDraft) {
    setTouched((current) => ({ ...current, [field]: true }))
  }

  function visibleError(field: keyof BookingDraft): string | undefined {
    return submitted || touched[field] ? errors[field] : undefined
  }

  async function submit() {
    setSubmitted(true)
    if (Object.keys(errors).length > 0) return
    setSending(true)
    setSendError(null)
    try {
      onBooked(await sendBooking(draft))
    } catch (cause) {
      setSendError(cause instanceof Error ? cause.message : 'The booking could not be sent.')
    } finally {
      setSending(false)
    }
  }

  return { draft, sending, sendError, setField, touch, visibleError, submit }
}
