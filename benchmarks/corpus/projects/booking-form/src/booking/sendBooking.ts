import type { Booking, BookingDraft } from './booking'

const STORAGE_KEY = 'restaurant.bookings'

/** Stores the booking and answers with its reference, refusing a second booking for the same evening. */
export async function sendBooking(draft: BookingDraft): Promise<Booking> {
  await new Promise((resolve) => setTimeout(resolve, 400))
  const stored = localStorage.getItem(STORAGE_KEY)
  const bookings = stored ? (JSON.parse(stored) as Booking[]) : []
  if (bookings.some((booking) => booking.email === draft.email && booking.date === draft.date)) {
    throw new Error('You already have a table that evening.')
  }
  const booking = { ...draft, reference: crypto.randomUUID().slice(0, 8).toUpperCase() }
  localStorage.setItem(STORAGE_KEY, JSON.stringify([...bookings, booking]))
  return booking
}
