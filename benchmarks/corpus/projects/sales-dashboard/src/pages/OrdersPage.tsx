import { useMemo, useState } from 'react'
import { OrdersTable } from '../components/OrdersTable'
import type { OrderStatus } from '../data/orders'
import { useOrders } from '../data/useOrders'

const STATUSES: (OrderStatus | 'all')[] = ['all', 'paid', 'pending', 'refunded']
const PAGE_SIZE = 15

export function OrdersPage() {
  const { orders, loading } = useOrders(90)
  const [search, setSearch] = useState('')
  const [status, setStatus] = useState<OrderStatus | 'all'>('all')
  const [page, setPage] = useState(0)

  const matching = useMemo(() => {
    const needle = search.trim().toLowerCase()
    return orders.filter(
      (order) =>
        (status === 'all' || order.status === status) &&
        (needle === '' || order.customer.toLowerCase().includes(needle) || order.id.toLowerCase().includes(needle)),
    )
  }, [orders, search, status])
  const pageCount = Math.max(1, Math.ceil(matching.length / PAGE_SIZE))

  const handleSearch = (value: string) => {
    setSearch(value)
    setPage(0)
  }

  const handleStatus = (value: string) => {
    setStatus(STATUSES.find((candidate) => candidate === value) ?? 'all')
    setPage(0)
  }

  return (
    <section className="rounded-xl bg-white p-6 shadow-sm dark:bg-slate-900">
      <header className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto text-2xl font-semibold">Orders</h1>
        <input
          type="search"
          value={search}
          onChange={(event) => handleSearch(event.target.value)}
          placeholder="Customer or order"
          aria-label="Search orders"
          className="rounded-lg border border-slate-300 bg-transparent px-3 py-2 text-sm"
        />
        <select
          value={status}
          onChange={(event) => handleStatus(event.target.value)}
          aria-label="Status"
          className="rounded-lg border border-slate-300 bg-transparent px-3 py-2 text-sm"
        >
          {STATUSES.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      </header>
      {loading ? (
        <p className="py-10 text-center text-slate-500">Loading orders…</p>
      ) : (
        <OrdersTable orders={matching.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)} />
      )}
      <footer className="mt-4 flex items-center justify-end gap-3 text-sm">
        <button type="button" onClick={() => setPage(page - 1)} disabled={page === 0} className="disabled:opacity-40">
          Previous
        </button>
        <span>
          {page + 1} of {pageCount}
        </span>
        <button
          type="button"
          onClick={() => setPage(page + 1)}
          disabled={page + 1 >= pageCount}
          className="disabled:opacity-40"
        >
          Next
        </button>
      </footer>
    </section>
  )
}
