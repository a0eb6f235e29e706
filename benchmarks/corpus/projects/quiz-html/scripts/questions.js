export const QUESTIONS = [
  { text: 'Which planet is the largest?', answers: ['Jupiter', 'Saturn', 'Neptune', 'Earth'] },
  { text: 'Which planet turns the "wrong" way round?', answers: ['Venus', 'Mars', 'Mercury', 'Jupiter'] },
  { text: 'Which planet has the shortest year?', answers: ['Mercury', 'Venus', 'Earth', 'Mars'] },
  { text: 'On which planet is Olympus Mons?', answers: ['Mars', 'Venus', 'Mercury', 'Saturn'] },
  { text: 'Which planet lies on its side?', answers: ['Uranus', 'Neptune', 'Saturn', 'Mars'] },
  { text: 'Which planet would float in a large enough bath?', answers: ['Saturn', 'Earth', 'Jupiter', 'Uranus'] },
  { text: 'Which planet was found by calculation?', answers: ['Neptune', 'Uranus', 'Mercury', 'Saturn'] },
  { text: 'Which planet is the hottest?', answers: ['Venus', 'Mercury', 'Mars', 'Jupiter'] },
]

/** A new array in random order. */
export function shuffled(items) {
  const copy = [...items]
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1))
    ;[copy[last], copy[other]] = [copy[other], copy[last]]
  }
  return copy
}
