import { useCallback, useEffect, useState } from 'react'
import type { Todo } from '@/model'

function storageKey(userId: string): string {
  return `tasks.todos.${userId}`
}

function loadTodos(userId: string): Todo[] {
  const stored = localStorage.getItem(storageKey(userId))
  return stored ? (JSON.parse(stored) as Todo[]) : []
}

/** The todos of one user, kept in local storage and in step between tabs. */
export function useTodos(userId: string) {
  const [todos, setTodos] = useState<Todo[]>(() => loadTodos(userId))

  useEffect(() => {
    localStorage.setItem(storageKey(userId), JSON.stringify(todos))
  }, [todos, userId])

  useEffect(() => {
    const onStorage = (event: StorageEvent) => {
      if (event.key === storageKey(userId)) setTodos(loadTodos(userId))
    }
    window.addEventListener('storage', onStorage)
    return () => window.removeEventListener('storage', onStorage)
  }, [userId])

  const addTodo = useCallback((title: string) => {
    const todo: Todo = { id: crypto.randomUUID(), title, done: false, createdAt: new Date().toISOString() }
    setTodos((current) => [todo, ...current])
  }, [])

  const toggleTodo = useCallback((id: string) => {
    setTodos((current) => current.map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)))
  }, [])

  const renameTodo = useCallback((id: string, title: string) => {
    setTodos((current) => current.map((todo) => (todo.id === id ? { ...todo, title } : todo)))
  }, [])

  const removeTodo = useCallback((id: string) => {
    setTodos((current) => current.filter((todo) => todo.id !== id))
  }, [])

  const clearDone = useCallback(() => {
    setTodos((current) => current.filter((todo) => !todo.done))
  }, [])

  return { todos, addTodo, toggleTodo, renameTodo, removeTodo, clearDone }
}
