import { createSelector, createSlice } from '@reduxjs/toolkit'
import type { PayloadAction } from '@reduxjs/toolkit'
import { PRODUCTS } from './products'

/** Product id → how many of it. */
export interface CartState {
  quantities: Record<string, number>
}

const initialState: CartState = { quantities: {} }

const cartSlice = createSlice({
  name: 'cart',
  initialState,
  reducers: {
    productAdded(state, action: PayloadAction<string>) {
      state.quantities[action.payload] = (state.quantities[action.payload] ?? 0) + 1
    },
    quantityChanged(state, action: PayloadAction<{ productId: string; quantity: number }>) {
      const { productId, quantity } = action.payload
      if (quantity > 0) state.quantities[productId] = quantity
      else delete state.quantities[productId]
    },
    cartEmptied(state) {
      state.quantities = {}
    },
  },
  selectors: {
    selectQuantities: (state) => state.quantities,
  },
})

export const { productAdded, quantityChanged, cartEmptied } = cartSlice.actions
export const { selectQuantities } = cartSlice.selectors
export const cartReducer = cartSlice.reducer

export const selectCartLines = createSelector([selectQuantities], (quantities) =>
  PRODUCTS.filter((product) => quantities[product.id]).map((product) => ({
    product,
    quantity: quantities[product.id],
    totalCents: product.priceCents * quantities[product.id],
  })),
)

export const selectCartTotalCents = createSelector([selectCartLines], (lines) =>
  lines.reduce((sum, line) => sum + line.totalCents, 0),
)

export const selectCartCount = createSelector([selectQuantities], (quantities) =>
  Object.values(quantities).reduce((sum, quantity) => sum + quantity, 0),
)
