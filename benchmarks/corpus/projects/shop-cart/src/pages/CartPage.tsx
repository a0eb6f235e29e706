import { Link } from 'react-router-dom'
import { QuantityField } from '../components/QuantityField'
import { formatCents } from '../money'
import { cartEmptied, quantityChanged, selectCartLines, selectCartTotalCents } from '../store/cartSlice'
import { useAppDispatch, useAppSelector } from '../store/hooks'

export default function CartPage() {
  const dispatch = useAppDispatch()
  const lines = useAppSelector(selectCartLines)
  const totalCents = useAppSelector(selectCartTotalCents)

  if (lines.length === 0) {
    return (
      <p className="py-16 text-center">
        Your cart is empty.{' '}
        <Link to="/" className="text-lime-800 underline">
          Find something green
        </Link>
      </p>
    )
  }

  return (
    <section className="rounded-xl bg-white p-6 shadow-sm">
      <h1 className="mb-4 text-xl font-semibold">Your cart</h1>
      <ul className="divide-y divide-stone-200">
        {lines.map(({ product, quantity, totalCents: lineCents }) => (
          <li key={product.id} className="flex items-center gap-4 py-4">
            <span className="text-3xl" aria-hidden="true">
              {product.emoji}
            </span>
            <span className="flex-1">{product.name}</span>
            <QuantityField
              label={`Quantity of ${product.name}`}
              quantity={quantity}
              onChange={(next) => dispatch(quantityChanged({ productId: product.id, quantity: next }))}
            />
            <span className="w-24 text-right">{formatCents(lineCents)}</span>
          </li>
        ))}
      </ul>
      <div className="mt-6 flex items-center justify-between">
        <button type="button" onClick={() => dispatch(cartEmptied())} className="text-stone-500 underline">
          Empty the cart
        </button>
        <p className="text-lg font-semibold">{formatCents(totalCents)}</p>
        <Link to="/checkout" className="rounded-lg bg-lime-800 px-5 py-2 text-white">
          Check out
        </Link>
      </div>
    </section>
  )
}
