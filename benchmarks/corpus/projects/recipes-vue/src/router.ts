import { createRouter, createWebHistory } from 'vue-router'
import RecipeListPage from './pages/RecipeListPage.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: RecipeListPage },
    { path: '/recipes/new', component: () => import('./pages/RecipeFormPage.vue') },
    { path: '/recipes/:id', component: () => import('./pages/RecipePage.vue'), props: true },
    { path: '/recipes/:id/edit', component: () => import('./pages/RecipeFormPage.vue'), props: true },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
