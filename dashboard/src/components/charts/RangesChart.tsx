import {
  Area,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { AXIS, seriesColour, TOOLTIP } from './chartStyle.ts'

export interface RangePoint {
  x: number
  value: number | null
  /** Ends of the interval around the value; null where there is none. */
  low: number | null
  high: number | null
}

export interface RangesChartProps {
  lines: readonly { name: string; points: readonly RangePoint[] }[]
  xTitle: string
  format: (value: number) => string
}

/** Lines over a whole number, such as rounds, each in the band of its interval. */
export function RangesChart({ lines, xTitle, format }: RangesChartProps) {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b)
  const data = xs.map((x) => {
    const row: Record<string, number | null | [number, number]> = { x }
    lines.forEach(({ points }, index) => {
      const point = points.find((other) => other.x === x)
      row[`value${index}`] = point?.value ?? null
      if (point && point.low !== null && point.high !== null) row[`range${index}`] = [point.low, point.high]
    })
    return row
  })
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={data} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 14 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="x"
          type="number"
          allowDecimals={false}
          domain={['dataMin', 'dataMax']}
          label={{ value: xTitle, position: 'insideBottom', offset: -8 }}
          {...AXIS}
        />
        <YAxis {...AXIS} width={56} tickFormatter={format} domain={[0, 1]} />
        <Tooltip
          {...TOOLTIP}
          labelFormatter={(x) => `${xTitle} ${x}`}
          formatter={(value) =>
            Array.isArray(value)
              ? value.map((end) => format(Number(end))).join(' to ')
              : format(Number(value))
          }
        />
        <Legend verticalAlign="top" itemSorter={null} />
        {lines.map(({ name }, index) => (
          <Area
            key={`${name} interval`}
            name={`${name}, 95 % interval`}
            dataKey={`range${index}`}
            legendType="none"
            stroke="none"
            fill={seriesColour(index)}
            fillOpacity={0.14}
            isAnimationActive={false}
          />
        ))}
        {lines.map(({ name }, index) => (
          <Line
            key={name}
            name={name}
            dataKey={`value${index}`}
            stroke={seriesColour(index)}
            strokeWidth={2}
            dot={{ r: 2.5 }}
            connectNulls
            isAnimationActive={false}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  )
}
