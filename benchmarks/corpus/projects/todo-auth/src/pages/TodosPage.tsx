import { useMemo, useState } from 'react'
import { LogOut } from 'lucide-react'
import { Navigate } from 'react-router-dom'
import { FilterTabs } from '@/components/FilterTabs'
import { TodoForm } from '@/components/TodoForm'
import { TodoItem } from '@/components/TodoItem'
import { Button } from '@/components/ui/Button'
import { useAuth } from '@/context/AuthContext'
import { useTodos } from '@/hooks/useTodos'
import type { TodoFilter, User } from '@/model'

interface TodoBoardProps {
  user: User
  onSignOut: () => void
}

function TodoBoard({ user, onSignOut }: TodoBoardProps) {
  const { todos, addTodo, toggleTodo, renameTodo, removeTodo, clearDone } = useTodos(user.id)
  const [filter, setFilter] = useState<TodoFilter>('all')

  const visible = useMemo(
    () => todos.filter((todo) => filter === 'all' || todo.done === (filter === 'done')),
    [todos, filter],
  )
  const openCount = todos.filter((todo) => !todo.done).length

  return (
    <div className="mx-auto max-w-2xl px-4 py-10">
      <header className="mb-8 flex items-center justify-between">
        <div>
          <h1 className="text-3xl font-semibold">Hello, {user.name}</h1>
          <p className="text-slate-500">
            {openCount === 0 ? 'Nothing left to do.' : `${openCount} open ${openCount === 1 ? 'task' : 'tasks'}`}
          </p>
        </div>
        <Button variant="ghost" onClick={onSignOut}>
          <LogOut className="h-4 w-4" aria-hidden="true" />
          Sign out
        </Button>
      </header>

      <section className="rounded-2xl bg-white p-6 shadow">
        <TodoForm onAdd={addTodo} />
        <div className="mt-6 flex items-center justify-between">
          <FilterTabs value={filter} onChange={setFilter} />
          <Button variant="ghost" onClick={clearDone} disabled={openCount === todos.length}>
            Clear done
          </Button>
        </div>
        {visible.length === 0 ? (
          <p className="py-10 text-center text-slate-400">No tasks here.</p>
        ) : (
          <ul className="mt-2 divide-y divide-slate-100">
            {visible.map((todo) => (
              <TodoItem
                key={todo.id}
                todo={todo}
                onToggle={toggleTodo}
                onRename={renameTodo}
                onRemove={removeTodo}
              />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

export default function TodosPage() {
  const { user, signOut } = useAuth()
  if (!user) return <Navigate to="/sign-in" replace />
  return <TodoBoard key={user.id} user={user} onSignOut={signOut} />
}
