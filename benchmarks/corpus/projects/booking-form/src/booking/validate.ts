import { MAX_GUESTS } from './booking'
import type { BookingDraft } from './booking'

export type BookingErrors = Partial<Record<keyof BookingDraft, string>>

const EMAIL_PATTERN = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const PHONE_PATTERN = /^\+?[\d\s()-]{7,20}$/
const MONDAY = 1

function validateDate(date: string, today: Date): string | undefined {
  if (!date) return 'Choose a date.'
  const chosen = new Date(`${date}T00:00:00`)
  const startOfToday = new Date(today.getFullYear(), today.getMonth(), today.getDate())
  if (chosen < startOfToday) return 'This date has passed.'
  if (chosen.getDay() === MONDAY) return 'We are closed on Mondays.'
  return undefined
}

/** What is wrong with a draft, field by field; an empty object means it can be sent. */
export function validateBooking(draft: BookingDraft, today = new Date()): BookingErrors {
  const errors: BookingErrors = {}
  if (draft.name.trim().length < 2) errors.name = 'Tell us your name.'
  if (!EMAIL_PATTERN.test(draft.email)) errors.email = 'Enter a valid email address.'
  if (draft.phone && !PHONE_PATTERN.test(draft.phone)) errors.phone = 'Enter a valid phone number.'
  const dateError = validateDate(draft.date, today)
  if (dateError) errors.date = dateError
  if (!Number.isInteger(draft.guests) || draft.guests < 1) errors.guests = 'At least one guest.'
  if (draft.guests > MAX_GUESTS) errors.guests = `For more than ${MAX_GUESTS} guests, please call us.`
  if (draft.notes.length > 300) errors.notes = 'Please keep notes under 300 characters.'
  if (!draft.acceptTerms) errors.acceptTerms = 'Please accept the cancellation terms.'
  return errors
}
