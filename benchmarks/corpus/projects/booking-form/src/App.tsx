import { useState } from 'react'
import { BookingForm } from './components/BookingForm'
import { Confirmation } from './components/Confirmation'
import type { Booking } from './booking/booking'

export function App() {
  const [booking, setBooking] = useState<Booking | null>(null)

  return (
    <main className="flex min-h-screen items-center justify-center bg-stone-100 p-4 text-stone-900">
      <div className="w-full max-w-lg rounded-2xl bg-white p-8 shadow-lg">
        {booking ? (
          <Confirmation booking={booking} onReset={() => setBooking(null)} />
        ) : (
          <BookingForm onBooked={setBooking} />
        )}
      </div>
    </main>
  )
}
