import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { DailyRevenue } from '../data/summaries'
import { formatCurrency, formatDay } from '../format'

export function RevenueChart({ data }: { data: DailyRevenue[] }) {
  return (
    <section className="rounded-xl bg-white p-5 shadow-sm dark:bg-slate-900">
      <h2 className="mb-4 font-semibold">Revenue by day</h2>
      <div className="h-72">
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart data={data}>
            <CartesianGrid strokeDasharray="3 3" strokeOpacity={0.3} />
            <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={24} />
            <YAxis tickFormatter={formatCurrency} width={80} />
            <Tooltip formatter={(value) => formatCurrency(Number(value))} labelFormatter={(day) => formatDay(String(day))} />
            <Area type="monotone" dataKey="revenue" stroke="#4f46e5" fill="#6366f1" fillOpacity={0.25} />
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </section>
  )
}
