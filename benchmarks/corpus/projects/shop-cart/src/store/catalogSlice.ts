import { createSelector, createSlice } from '@reduxjs/toolkit'
import type { PayloadAction } from '@reduxjs/toolkit'
import { PRODUCTS } from './products'
import type { Product } from './products'

export type CategoryFilter = Product['category'] | 'all'
export type SortOrder = 'name' | 'price'

interface CatalogState {
  category: CategoryFilter
  sort: SortOrder
}

const initialState: CatalogState = { category: 'all', sort: 'name' }

const catalogSlice = createSlice({
  name: 'catalog',
  initialState,
  reducers: {
    categoryChosen(state, action: PayloadAction<CategoryFilter>) {
      state.category = action.payload
    },
    sortChosen(state, action: PayloadAction<SortOrder>) {
      state.sort = action.payload
    },
  },
  selectors: {
    selectCategory: (state) => state.category,
    selectSort: (state) => state.sort,
  },
})

export const { categoryChosen, sortChosen } = catalogSlice.actions
export const { selectCategory, selectSort } = catalogSlice.selectors
export const catalogReducer = catalogSlice.reducer

export const selectVisibleProducts = createSelector([selectCategory, selectSort], (category, sort) =>
  PRODUCTS.filter((product) => category === 'all' || product.category === category).sort((first, second) =>
    sort === 'price' ? first.priceCents - second.priceCents : first.name.localeCompare(second.name),
  ),
)
