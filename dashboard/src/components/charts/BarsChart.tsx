import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { AXIS, seriesColour, TOOLTIP } from './chartStyle.ts'

export interface BarsChartProps {
  /** One group of bars each. */
  groups: readonly { name: string; values: readonly (number | null)[] }[]
  /** Names of a group's bars, in the order of `values`. */
  series: readonly string[]
  format: (value: number) => string
  /** The axis' end; by default what the values need. */
  max?: number
}

/** Bars side by side in groups. */
export function BarsChart({ groups, series, format, max }: BarsChartProps) {
  const data = groups.map(({ name, values }) => ({
    name,
    ...Object.fromEntries(series.map((title, index) => [title, values[index] ?? null])),
  }))
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} accessibilityLayer={false} margin={{ top: 8, right: 8 }} barGap={2}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="name" {...AXIS} />
        <YAxis {...AXIS} width={56} tickFormatter={format} domain={[0, max ?? 'auto']} />
        <Tooltip {...TOOLTIP} formatter={(value) => format(Number(value))} />
        {series.length > 1 && <Legend itemSorter={null} />}
        {series.map((title, index) => (
          <Bar
            key={title}
            dataKey={title}
            fill={seriesColour(index)}
            isAnimationActive={false}
            radius={[3, 3, 0, 0]}
            maxBarSize={44}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
