import type { Channel, Order } from './orders'

export interface DailyRevenue {
  day: string
  revenue: number
}

export interface ChannelShare {
  channel: Channel
  revenue: number
}

export interface Summary {
  revenue: number
  orders: number
  customers: number
  averageOrder: number
}

const toUnits = (cents: number) => cents / 100

export function summarise(orders: Order[]): Summary {
  const paid = orders.filter((order) => order.status === 'paid')
  const revenue = toUnits(paid.reduce((sum, order) => sum + order.totalCents, 0))
  return {
    revenue,
    orders: orders.length,
    customers: new Set(orders.map((order) => order.customer)).size,
    averageOrder: paid.length === 0 ? 0 : revenue / paid.length,
  }
}

export function revenueByDay(orders: Order[]): DailyRevenue[] {
  const totals = new Map<string, number>()
  for (const order of orders) {
    if (order.status !== 'paid') continue
    totals.set(order.placedOn, (totals.get(order.placedOn) ?? 0) + toUnits(order.totalCents))
  }
  return [...totals]
    .map(([day, revenue]) => ({ day, revenue: Math.round(revenue) }))
    .sort((first, second) => first.day.localeCompare(second.day))
}

export function revenueByChannel(orders: Order[]): ChannelShare[] {
  const totals = new Map<Channel, number>()
  for (const order of orders) {
    if (order.status !== 'paid') continue
    totals.set(order.channel, (totals.get(order.channel) ?? 0) + toUnits(order.totalCents))
  }
  return [...totals].map(([channel, revenue]) => ({ channel, revenue: Math.round(revenue) }))
}
