import { ProductCard } from '../components/ProductCard'
import {
  categoryChosen,
  selectCategory,
  selectSort,
  selectVisibleProducts,
  sortChosen,
} from '../store/catalogSlice'
import type { CategoryFilter } from '../store/catalogSlice'
import { useAppDispatch, useAppSelector } from '../store/hooks'

const CATEGORIES: CategoryFilter[] = ['all', 'plants', 'seeds', 'tools']

export function CatalogPage() {
  const dispatch = useAppDispatch()
  const category = useAppSelector(selectCategory)
  const sort = useAppSelector(selectSort)
  const products = useAppSelector(selectVisibleProducts)

  return (
    <section>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <div className="flex gap-2" role="group" aria-label="Category">
          {CATEGORIES.map((option) => (
            <button
              key={option}
              type="button"
              aria-pressed={option === category}
              onClick={() => dispatch(categoryChosen(option))}
              className={`rounded-full px-4 py-1 capitalize ${option === category ? 'bg-lime-800 text-white' : 'bg-white'}`}
            >
              {option}
            </button>
          ))}
        </div>
        <label className="flex items-center gap-2 text-sm">
          Sort by
          <select
            value={sort}
            onChange={(event) => dispatch(sortChosen(event.target.value === 'price' ? 'price' : 'name'))}
            className="rounded border border-stone-300 bg-white px-2 py-1"
          >
            <option value="name">Name</option>
            <option value="price">Price</option>
          </select>
        </label>
      </div>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {products.map((product) => (
          <ProductCard key={product.id} product={product} />
        ))}
      </ul>
    </section>
  )
}
