export interface User {
  id: string
  name: string
  email: string
}

export interface Todo {
  id: string
  title: string
  done: boolean
  createdAt: string
}

export type TodoFilter = 'all' | 'open' | 'done'
