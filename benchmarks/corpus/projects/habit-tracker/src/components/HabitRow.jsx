import { streakOf } from '../dates'
import { useHabits } from '../state/HabitsContext'

export default function HabitRow({ habit, days, today }) {
  const { toggleDay, archiveHabit, removeHabit } = useHabits()
  const streak = streakOf(habit.done, today)

  const handleRemove = () => {
    if (window.confirm(`Delete "${habit.name}" and its history?`)) removeHabit(habit.id)
  }

  return (
    <tr className={habit.archived ? 'archived' : undefined}>
      <th scope="row">{habit.name}</th>
      {days.map((day) => (
        <td key={day}>
          <input
            type="checkbox"
            aria-label={`${habit.name} on ${day}`}
            checked={habit.done.includes(day)}
            disabled={habit.archived}
            onChange={() => toggleDay(habit.id, day)}
          />
        </td>
      ))}
      <td className="streak">{streak}</td>
      <td>
        <button type="button" onClick={() => archiveHabit(habit.id)}>
          {habit.archived ? 'Restore' : 'Archive'}
        </button>
        <button type="button" className="danger" onClick={handleRemove}>
          Delete
        </button>
      </td>
    </tr>
  )
}
