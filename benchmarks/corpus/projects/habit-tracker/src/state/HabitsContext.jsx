import { createContext, useContext, useEffect, useMemo, useReducer } from 'react'
import { habitsReducer } from './habitsReducer'

const STORAGE_KEY = 'habits'
const HabitsContext = createContext(null)

function loadHabits() {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored ? JSON.parse(stored) : []
}

export function HabitsProvider({ children }) {
  const [habits, dispatch] = useReducer(habitsReducer, undefined, loadHabits)

  useEffect(() => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(habits))
  }, [habits])

  const value = useMemo(
    () => ({
      habits,
      addHabit: (name) => dispatch({ type: 'added', id: crypto.randomUUID(), name }),
      toggleDay: (id, day) => dispatch({ type: 'toggled', id, day }),
      archiveHabit: (id) => dispatch({ type: 'archived', id }),
      removeHabit: (id) => dispatch({ type: 'removed', id }),
    }),
    [habits],
  )
  return <HabitsContext.Provider value={value}>{children}</HabitsContext.Provider>
}

export function useHabits() {
  const value = useContext(HabitsContext)
  if (!value) throw new Error('useHabits must be used inside HabitsProvider')
  return value
}
