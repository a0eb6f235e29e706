import type { CartState } from './cartSlice'

const STORAGE_KEY = 'garden-shop.cart'

export function loadCart(): CartState {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored ? (JSON.parse(stored) as CartState) : { quantities: {} }
}

export function saveCart(cart: CartState): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(cart))
}
