import { useState } from 'react'
import type { FormEvent } from 'react'

const STORAGE_KEY = 'fernhill.newsletter'

export function Newsletter() {
  const [email, setEmail] = useState('')
  const [subscribed, setSubscribed] = useState(() => localStorage.getItem(STORAGE_KEY) !== null)

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    localStorage.setItem(STORAGE_KEY, email)
    setSubscribed(true)
  }

  return (
    <section id="newsletter" className="bg-fern py-20 text-white">
      <div className="mx-auto max-w-xl px-6 text-center">
        <h2 className="font-display text-3xl">First cup is on us</h2>
        {subscribed ? (
          <p className="mt-4" role="status">
            Thank you. Your voucher is on its way to your inbox.
          </p>
        ) : (
          <form onSubmit={handleSubmit} className="mt-6 flex flex-col gap-3 sm:flex-row">
            <label htmlFor="newsletter-email" className="sr-only">
              Email address
            </label>
            <input
              id="newsletter-email"
              type="email"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
              placeholder="you@example.com"
              className="flex-1 rounded-full bg-white px-5 py-3 text-bean"
            />
            <button type="submit" className="rounded-full bg-bean px-6 py-3 hover:bg-black">
              Send me a voucher
            </button>
          </form>
        )}
      </div>
    </section>
  )
}
