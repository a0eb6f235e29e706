import { useState } from 'react'
import { useHabits } from '../state/HabitsContext'

export default function AddHabit() {
  const { habits, addHabit } = useHabits()
  const [name, setName] = useState('')
  const trimmed = name.trim()
  const taken = habits.some((habit) => habit.name.toLowerCase() === trimmed.toLowerCase())

  const handleSubmit = (event) => {
    event.preventDefault()
    if (trimmed === '' || taken) return
    addHabit(trimmed)
    setName('')
  }

  return (
    <form className="add" onSubmit={handleSubmit}>
      <label htmlFor="habit-name">New habit</label>
      <input
        id="habit-name"
        value={name}
        maxLength={60}
        placeholder="Read ten pages"
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" disabled={trimmed === '' || taken}>
        Add
      </button>
      {taken ? <p role="alert">You are already keeping this one.</p> : null}
    </form>
  )
}
