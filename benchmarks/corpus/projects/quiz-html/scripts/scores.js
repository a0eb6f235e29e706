const STORAGE_KEY = 'planet-quiz.scores'
const KEPT = 5

export function readScores() {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored ? JSON.parse(stored) : []
}

/** Adds a score; true where it is the best so far. */
export function recordScore(player, points) {
  const scores = [...readScores(), { player, points }].sort((first, second) => second.points - first.points)
  localStorage.setItem(STORAGE_KEY, JSON.stringify(scores.slice(0, KEPT)))
  return points > 0 && scores[0].points === points
}

export function clearScores() {
  localStorage.removeItem(STORAGE_KEY)
}
