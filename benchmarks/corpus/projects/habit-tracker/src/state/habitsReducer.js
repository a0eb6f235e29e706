export function habitsReducer(habits, action) {
  switch (action.type) {
    case 'added':
      return [...habits, { id: action.id, name: action.name, done: [], archived: false }]
    case 'toggled':
      return habits.map((habit) => {
        if (habit.id !== action.id) return habit
        const done = habit.done.includes(action.day)
          ? habit.done.filter((day) => day !== action.day)
          : [...habit.done, action.day]
        return { ...habit, done }
      })
    case 'archived':
      return habits.map((habit) => (habit.id === action.id ? { ...habit, archived: !habit.archived } : habit))
    case 'removed':
      return habits.filter((habit) => habit.id !== action.id)
    default:
      throw new Error(`Unknown action ${action.type}`)
  }
}
