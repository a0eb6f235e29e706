/** The library of charts is heavy: it loads where a chart is shown. */
import { lazy } from 'react'

export const BarsChart = lazy(async () => ({ default: (await import('./BarsChart.tsx')).BarsChart }))
export const RangesChart = lazy(async () => ({ default: (await import('./RangesChart.tsx')).RangesChart }))
