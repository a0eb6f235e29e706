import { readonly, ref, watch } from 'vue'
import type { Recipe, RecipeDraft } from './recipe'

const STORAGE_KEY = 'recipes'

function loadRecipes(): Recipe[] {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored ? (JSON.parse(stored) as Recipe[]) : []
}

const recipes = ref<Recipe[]>(loadRecipes())

watch(recipes, (current) => localStorage.setItem(STORAGE_KEY, JSON.stringify(current)), { deep: true })

/** The recipes, shared by every page and kept in local storage. */
export function useRecipes() {
  function findRecipe(id: string) {
    return recipes.value.find((recipe) => recipe.id === id)
  }

  function addRecipe(draft: RecipeDraft): string {
    const id = crypto.randomUUID()
    recipes.value.push({ ...draft, id, favourite: false })
    return id
  }

  function updateRecipe(id: string, draft: RecipeDraft) {
    const recipe = findRecipe(id)
    if (recipe) Object.assign(recipe, draft)
  }

  function toggleFavourite(id: string) {
    const recipe = findRecipe(id)
    if (recipe) recipe.favourite = !recipe.favourite
  }

  function removeRecipe(id: string) {
    recipes.value = recipes.value.filter((recipe) => recipe.id !== id)
  }

  return { recipes: readonly(recipes), findRecipe, addRecipe, updateRecipe, toggleFavourite, removeRecipe }
}
