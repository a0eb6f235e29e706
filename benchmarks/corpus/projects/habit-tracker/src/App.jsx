import { useState } from 'react'
import AddHabit from './components/AddHabit'
import HabitRow from './components/HabitRow'
import Summary from './components/Summary'
import { lastDays } from './dates'
import { useHabits } from './state/HabitsContext'
import { useToday } from './useToday'

const VISIBLE_DAYS = 7

export default function App() {
  const { habits } = useHabits()
  const today = useToday()
  const [showArchived, setShowArchived] = useState(false)
  const days = lastDays(today, VISIBLE_DAYS)
  const visible = habits.filter((habit) => showArchived || !habit.archived)

  return (
    <main className="page">
      <header>
        <h1>Habits</h1>
        <Summary today={today} />
      </header>
      <AddHabit />
      {visible.length === 0 ? (
        <p className="empty">No habits yet. Add one you could keep even on a bad day.</p>
      ) : (
        <table className="habits">
          <thead>
            <tr>
              <th scope="col">Habit</th>
              {days.map((day) => (
                <th key={day} scope="col">
                  {day.slice(8)}
                </th>
              ))}
              <th scope="col">Streak</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {visible.map((habit) => (
              <HabitRow key={habit.id} habit={habit} days={days} today={today} />
            ))}
          </tbody>
        </table>
      )}
      <label className="toggle">
        <input type="checkbox" checked={showArchived} onChange={(event) => setShowArchived(event.target.checked)} />
        Show archived habits
      </label>
    </main>
  )
}
