import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { ChannelShare } from '../data/summaries'
import { formatCurrency } from '../format'

export function ChannelChart({ data }: { data: ChannelShare[] }) {
  return (
    <section className="rounded-xl bg-white p-5 shadow-sm dark:bg-slate-900">
      <h2 className="mb-4 font-semibold">Revenue by channel</h2>
      <div className="h-72">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={data}>
            <XAxis dataKey="channel" />
            <YAxis tickFormatter={formatCurrency} width={80} />
            <Tooltip formatter={(value) => formatCurrency(Number(value))} />
            <Bar dataKey="revenue" fill="#0ea5e9" radius={[6, 6, 0, 0]} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </section>
  )
}
