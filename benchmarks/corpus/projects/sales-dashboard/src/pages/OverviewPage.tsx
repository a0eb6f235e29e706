import { useMemo, useState } from 'react'
import { Euro, Receipt, ShoppingCart, Users } from 'lucide-react'
import { ChannelChart } from '../components/ChannelChart'
import { RangePicker } from '../components/RangePicker'
import { RevenueChart } from '../components/RevenueChart'
import { StatCard } from '../components/StatCard'
import { revenueByChannel, revenueByDay, summarise } from '../data/summaries'
import { useOrders } from '../data/useOrders'
import { formatCurrency, formatNumber } from '../format'

export function OverviewPage() {
  const [days, setDays] = useState(30)
  const { orders, loading, error } = useOrders(days)
  const summary = useMemo(() => summarise(orders), [orders])
  const daily = useMemo(() => revenueByDay(orders), [orders])
  const channels = useMemo(() => revenueByChannel(orders), [orders])

  return (
    <div className={`space-y-6 transition-opacity ${loading ? 'opacity-60' : ''}`} aria-busy={loading}>
      <header className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">Overview</h1>
        <RangePicker days={days} onChange={setDays} />
      </header>
      {error ? (
        <p role="alert" className="rounded-lg bg-rose-100 p-4 text-rose-800">
          {error}
        </p>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <StatCard label="Revenue" value={formatCurrency(summary.revenue)} icon={Euro} />
        <StatCard label="Orders" value={formatNumber(summary.orders)} icon={ShoppingCart} />
        <StatCard label="Customers" value={formatNumber(summary.customers)} icon={Users} />
        <StatCard label="Average order" value={formatCurrency(summary.averageOrder)} icon={Receipt} />
      </div>
      <div className="grid gap-4 xl:grid-cols-3">
        <div className="xl:col-span-2">
          <RevenueChart data={daily} />
        </div>
        <ChannelChart data={channels} />
      </div>
    </div>
  )
}
