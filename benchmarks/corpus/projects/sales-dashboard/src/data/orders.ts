export type OrderStatus = 'paid' | 'pending' | 'refunded'
export type Channel = 'Web' | 'Store' | 'Partner'

export interface Order {
  id: string
  customer: string
  channel: Channel
  status: OrderStatus
  totalCents: number
  placedOn: string
}

const CUSTOMERS = ['Amara Okafor', 'Bruno Keller', 'Chloé Martin', 'Dev Patel', 'Elin Svensson', 'Farid Aziz', 'Grace Kim']
const CHANNELS: Channel[] = ['Web', 'Store', 'Partner']
const DAY_MS = 86_400_000

/** A small linear congruential generator, so that the demo data is the same on every load. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

function pick<T>(items: T[], random: () => number): T {
  return items[Math.floor(random() * items.length)]
}

function statusFor(value: number): OrderStatus {
  if (value < 0.82) return 'paid'
  return value < 0.94 ? 'pending' : 'refunded'
}

function createOrders(count: number, days: number): Order[] {
  const random = createRandom(42)
  const today = Date.UTC(2026, 8, 30)
  return Array.from({ length: count }, (_, index) => {
    const daysAgo = Math.floor(random() * days)
    return {
      id: `ORD-${String(1000 + index)}`,
      customer: pick(CUSTOMERS, random),
      channel: pick(CHANNELS, random),
      status: statusFor(random()),
      totalCents: Math.round(1500 + random() * 24_000 + (days - daysAgo) * 40),
      placedOn: new Date(today - daysAgo * DAY_MS).toISOString().slice(0, 10),
    }
  }).sort((first, second) => second.placedOn.localeCompare(first.placedOn))
}

const ORDERS = createOrders(420, 90)

/** Stands in for a request to a sales service: resolves later and honours the abort signal. */
export function fetchOrders(days: number, signal: AbortSignal): Promise<Order[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const newest = Date.parse(ORDERS[0].placedOn)
      resolve(ORDERS.filter((order) => newest - Date.parse(order.placedOn) < days * DAY_MS))
    }, 250)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('The request was cancelled', 'AbortError'))
    })
  })
}
