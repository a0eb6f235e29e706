import type { Booking } from '../booking/booking'

interface ConfirmationProps {
  booking: Booking
  onReset: () => void
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' })

export function Confirmation({ booking, onReset }: ConfirmationProps) {
  return (
    <section aria-live="polite">
      <h1 className="text-2xl font-semibold">See you soon, {booking.name}</h1>
      <dl className="mt-6 grid grid-cols-2 gap-3 text-sm">
        <dt className="text-stone-500">Reference</dt>
        <dd className="font-mono">{booking.reference}</dd>
        <dt className="text-stone-500">When</dt>
        <dd>
          {dayFormat.format(new Date(`${booking.date}T00:00:00`))}, {booking.time}
        </dd>
        <dt className="text-stone-500">Guests</dt>
        <dd>{booking.guests}</dd>
        <dt className="text-stone-500">Confirmation to</dt>
        <dd>{booking.email}</dd>
      </dl>
      <button type="button" onClick={onReset} className="mt-8 text-emerald-800 underline">
        Book another table
      </button>
    </section>
  )
}
