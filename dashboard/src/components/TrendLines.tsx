/** The drawing of a TrendChart, by a library that is loaded when a chart is first shown. */
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { TrendChartProps } from './TrendChart.tsx'

/** Lines differ by more than their colour. */
const DASHES = ['', '7 3', '2 3', '10 3 2 3', '4 2', '1 4']

export default function TrendLines({
  times,
  series,
  formatValue,
  formatTime,
  domain,
}: Omit<TrendChartProps, 'title'>) {
  const points = times.map((time, at) => ({
    time,
    ...Object.fromEntries(series.map(({ values }, place) => [`series${place}`, values[at]])),
  }))
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={points} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="time"
          tickFormatter={formatTime}
          minTickGap={28}
          stroke="var(--line)"
          tickLine={false}
        />
        <YAxis
          width={60}
          domain={domain ?? [0, 'auto']}
          tickFormatter={(value: number) => formatValue(value)}
          stroke="var(--line)"
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(time) => formatTime(String(time))}
          formatter={(value) => formatValue(Number(value))}
          contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 8 }}
          labelStyle={{ color: 'var(--ink)' }}
        />
        {series.map(({ name }, place) => (
          <Line
            key={name}
            name={name}
            dataKey={`series${place}`}
            stroke={`var(--series-${place + 1})`}
            strokeDasharray={DASHES[place]}
            strokeWidth={2}
            dot={times.length < 3}
            connectNulls
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}
