import { useEffect, useState } from 'react'
import { fetchOrders } from './orders'
import type { Order } from './orders'

interface OrdersState {
  orders: Order[]
  loading: boolean
  error: string | null
}

export function useOrders(days: number): OrdersState {
  const [state, setState] = useState<OrdersState>({ orders: [], loading: true, error: null })

  useEffect(() => {
    const controller = new AbortController()
    setState((current) => ({ ...current, loading: true, error: null }))
    fetchOrders(days, controller.signal)
      .then((orders) => setState({ orders, loading: false, error: null }))
      .catch((cause: unknown) => {
        if (controller.signal.aborted) return
        setState({ orders: [], loading: false, error: cause instanceof Error ? cause.message : 'Loading failed' })
      })
    return () => controller.abort()
  }, [days])

  return state
}
