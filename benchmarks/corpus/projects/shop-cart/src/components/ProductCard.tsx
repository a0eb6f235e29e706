import { formatCents } from '../money'
import { productAdded } from '../store/cartSlice'
import { useAppDispatch } from '../store/hooks'
import type { Product } from '../store/products'

export function ProductCard({ product }: { product: Product }) {
  const dispatch = useAppDispatch()
  return (
    <li className="flex flex-col rounded-xl bg-white p-5 shadow-sm">
      <span className="text-5xl" aria-hidden="true">
        {product.emoji}
      </span>
      <h2 className="mt-3 font-medium">{product.name}</h2>
      <p className="text-sm text-stone-500">{product.category}</p>
      <div className="mt-4 flex items-center justify-between">
        <span className="font-semibold">{formatCents(product.priceCents)}</span>
        <button
          type="button"
          onClick={() => dispatch(productAdded(product.id))}
          className="rounded-lg bg-lime-700 px-3 py-1 text-sm text-white hover:bg-lime-800"
        >
          Add to cart
        </button>
      </div>
    </li>
  )
}
