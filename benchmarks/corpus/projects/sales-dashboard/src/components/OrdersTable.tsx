import type { Order, OrderStatus } from '../data/orders'
import { formatCurrency, formatDay } from '../format'

const STATUS_STYLES: Record<OrderStatus, string> = {
  paid: 'bg-emerald-100 text-emerald-800',
  pending: 'bg-amber-100 text-amber-800',
  refunded: 'bg-rose-100 text-rose-800',
}

export function OrdersTable({ orders }: { orders: Order[] }) {
  if (orders.length === 0) return <p className="py-10 text-center text-slate-500">No orders match.</p>
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-slate-500">
        <tr>
          <th className="py-2 font-medium">Order</th>
          <th className="py-2 font-medium">Customer</th>
          <th className="py-2 font-medium">Channel</th>
          <th className="py-2 font-medium">Status</th>
          <th className="py-2 font-medium">Date</th>
          <th className="py-2 text-right font-medium">Total</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr key={order.id} className="border-t border-slate-200 dark:border-slate-800">
            <td className="py-2 font-mono">{order.id}</td>
            <td className="py-2">{order.customer}</td>
            <td className="py-2">{order.channel}</td>
            <td className="py-2">
              <span className={`rounded-full px-2 py-0.5 text-xs ${STATUS_STYLES[order.status]}`}>{order.status}</span>
            </td>
            <td className="py-2">{formatDay(order.placedOn)}</td>
            <td className="py-2 text-right">{formatCurrency(order.totalCents / 100)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
