import type { FormEvent } from 'react'
import { MAX_GUESTS, TIMES } from '../booking/booking'
import type { Booking } from '../booking/booking'
import { useBookingForm } from '../booking/useBookingForm'
import { Field } from './Field'

interface BookingFormProps {
  onBooked: (booking: Booking) => void
}

export function BookingForm({ onBooked }: BookingFormProps) {
  const { draft, sending, sendError, setField, touch, visibleError, submit } = useBookingForm(onBooked)

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void submit()
  }

  return (
    <form onSubmit={handleSubmit} noValidate className="space-y-5">
      <header>
        <h1 className="text-2xl font-semibold">Book a table</h1>
        <p className="text-sm text-stone-500">Open Tuesday to Sunday, from six in the evening.</p>
      </header>

      <Field id="name" label="Name" error={visibleError('name')}>
        <input
          id="name"
          className="field"
          autoComplete="name"
          value={draft.name}
          aria-invalid={Boolean(visibleError('name'))}
          onChange={(event) => setField('name', event.target.value)}
          onBlur={() => touch('name')}
        />
      </Field>

      <div className="grid gap-5 sm:grid-cols-2">
        <Field id="email" label="Email" error={visibleError('email')}>
          <input
            id="email"
            type="email"
            className="field"
            autoComplete="email"
            value={draft.email}
            aria-invalid={Boolean(visibleError('email'))}
            onChange={(event) => setField('email', event.target.value)}
            onBlur={() => touch('email')}
          />
        </Field>
        <Field id="phone" label="Phone" hint="Optional" error={visibleError('phone')}>
          <input
            id="phone"
            type="tel"
            className="field"
            autoComplete="tel"
            value={draft.phone}
            aria-invalid={Boolean(visibleError('phone'))}
            onChange={(event) => setField('phone', event.target.value)}
            onBlur={() => touch('phone')}
          />
        </Field>
      </div>

      <div className="grid gap-5 sm:grid-cols-3">
        <Field id="date" label="Date" error={visibleError('date')}>
          <input
            id="date"
            type="date"
            className="field"
            value={draft.date}
            aria-invalid={Boolean(visibleError('date'))}
            onChange={(event) => setField('date', event.target.value)}
            onBlur={() => touch('date')}
          />
        </Field>
        <Field id="time" label="Time">
          <select
            id="time"
            className="field"
            value={draft.time}
            onChange={(event) => setField('time', event.target.value)}
          >
            {TIMES.map((time) => (
              <option key={time} value={time}>
                {time}
              </option>
            ))}
          </select>
        </Field>
        <Field id="guests" label="Guests" error={visibleError('guests')}>
          <input
            id="guests"
            type="number"
            min={1}
            max={MAX_GUESTS}
            className="field"
            value={draft.guests}
            aria-invalid={Boolean(visibleError('guests'))}
            onChange={(event) => setField('guests', event.target.valueAsNumber)}
            onBlur={() => touch('guests')}
          />
        </Field>
      </div>

      <Field id="notes" label="Notes" hint={`${300 - draft.notes.length} characters left`} error={visibleError('notes')}>
        <textarea
          id="notes"
          rows={3}
          className="field"
          value={draft.notes}
          onChange={(event) => setField('notes', event.target.value)}
          onBlur={() => touch('notes')}
        />
      </Field>

      <div>
        <label className="flex items-start gap-2 text-sm">
          <input
            type="checkbox"
            className="mt-1 accent-emerald-700"
            checked={draft.acceptTerms}
            onChange={(event) => setField('acceptTerms', event.target.checked)}
          />
          I know that a table is held for twenty minutes and can be cancelled until noon.
        </label>
        {visibleError('acceptTerms') ? (
          <p role="alert" className="mt-1 text-sm text-red-700">
            {visibleError('acceptTerms')}
          </p>
        ) : null}
      </div>

      {sendError ? (
        <p role="alert" className="rounded-lg bg-red-50 p-3 text-sm text-red-800">
          {sendError}
        </p>
      ) : null}

      <button
        type="submit"
        disabled={sending}
        className="w-full rounded-lg bg-emerald-700 py-3 font-medium text-white hover:bg-emerald-800 disabled:opacity-60"
      >
        {sending ? 'Sending…' : 'Book the table'}
      </button>
    </form>
  )
}
