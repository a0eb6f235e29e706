import { configureStore } from '@reduxjs/toolkit'
import { cartReducer } from './cartSlice'
import { loadCart, saveCart } from './cartStorage'
import { catalogReducer } from './catalogSlice'

export const store = configureStore({
  reducer: { cart: cartReducer, catalog: catalogReducer },
  preloadedState: { cart: loadCart() },
})

store.subscribe(() => saveCart(store.getState().cart))

export type RootState = ReturnType<typeof store.getState>
export type AppDispatch = typeof store.dispatch
