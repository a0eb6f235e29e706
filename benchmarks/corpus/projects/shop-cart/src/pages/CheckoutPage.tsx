import { useState } from 'react'
import type { FormEvent } from 'react'
import { Navigate } from 'react-router-dom'
import { formatCents } from '../money'
import { cartEmptied, selectCartCount, selectCartTotalCents } from '../store/cartSlice'
import { useAppDispatch, useAppSelector } from '../store/hooks'

export default function CheckoutPage() {
  const dispatch = useAppDispatch()
  const count = useAppSelector(selectCartCount)
  const totalCents = useAppSelector(selectCartTotalCents)
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const [orderNumber, setOrderNumber] = useState<string | null>(null)

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setOrderNumber(crypto.randomUUID().slice(0, 8).toUpperCase())
    dispatch(cartEmptied())
  }

  if (orderNumber) {
    return (
      <p role="status" className="py-16 text-center text-lg">
        Thank you, {name}. Your order {orderNumber} is on its way.
      </p>
    )
  }
  if (count === 0) return <Navigate to="/cart" replace />

  return (
    <form onSubmit={handleSubmit} className="mx-auto max-w-md space-y-4 rounded-xl bg-white p-6 shadow-sm">
      <h1 className="text-xl font-semibold">Check out</h1>
      <label className="block text-sm font-medium">
        Name
        <input
          required
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="mt-1 w-full rounded border border-stone-300 px-3 py-2"
        />
      </label>
      <label className="block text-sm font-medium">
        Address
        <textarea
          required
          rows={3}
          autoComplete="street-address"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          className="mt-1 w-full rounded border border-stone-300 px-3 py-2"
        />
      </label>
      <button type="submit" className="w-full rounded-lg bg-lime-800 py-3 text-white">
        Order for {formatCents(totalCents)}
      </button>
    </form>
  )
}
