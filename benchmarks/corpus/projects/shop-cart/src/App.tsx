import { lazy, Suspense } from 'react'
import { Link, Route, Routes } from 'react-router-dom'
import { CartButton } from './components/CartButton'
import { CatalogPage } from './pages/CatalogPage'

const CartPage = lazy(() => import('./pages/CartPage'))
const CheckoutPage = lazy(() => import('./pages/CheckoutPage'))

export function App() {
  return (
    <div className="mx-auto max-w-5xl px-4">
      <header className="flex items-center justify-between py-6">
        <Link to="/" className="text-2xl font-semibold text-lime-900">
          Garden shop
        </Link>
        <CartButton />
      </header>
      <main>
        <Suspense fallback={<p className="py-10 text-center">Loading…</p>}>
          <Routes>
            <Route path="/" element={<CatalogPage />} />
            <Route path="/cart" element={<CartPage />} />
            <Route path="/checkout" element={<CheckoutPage />} />
            <Route path="*" element={<p className="py-10 text-center">This page does not exist.</p>} />
          </Routes>
        </Suspense>
      </main>
    </div>
  )
}
