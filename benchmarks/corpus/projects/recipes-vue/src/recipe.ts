export interface Recipe {
  id: string
  title: string
  category: string
  minutes: number
  servings: number
  ingredients: string[]
  steps: string[]
  favourite: boolean
}

export type RecipeDraft = Omit<Recipe, 'id' | 'favourite'>

export const CATEGORIES = ['Breakfast', 'Main course', 'Dessert', 'Snack']

export function emptyDraft(): RecipeDraft {
  return { title: '', category: CATEGORIES[1], minutes: 30, servings: 2, ingredients: [], steps: [] }
}

/** Lines of a text area as a list, blank ones left out. */
export function toLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
