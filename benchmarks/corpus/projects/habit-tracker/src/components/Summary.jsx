import { useHabits } from '../state/HabitsContext'

export default function Summary({ today }) {
  const { habits } = useHabits()
  const active = habits.filter((habit) => !habit.archived)
  const done = active.filter((habit) => habit.done.includes(today)).length

  if (active.length === 0) return null
  return (
    <div className="summary">
      <progress value={done} max={active.length} aria-label="Done today" />
      <span>
        {done} of {active.length} today
      </span>
    </div>
  )
}
