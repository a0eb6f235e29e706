import { QUESTIONS, shuffled } from './questions.js'

export const SECONDS_PER_QUESTION = 20
const BASE_POINTS = 50
const POINTS_PER_SECOND = 5

/** One game: hands out questions, keeps the time and the points. The first answer in the list is the right one. */
export function createGame(player, onTick) {
  const questions = shuffled(QUESTIONS)
  let index = -1
  let points = 0
  let secondsLeft = 0
  let timer = null

  function stopClock() {
    clearInterval(timer)
    timer = null
  }

  function startClock() {
    stopClock()
    secondsLeft = SECONDS_PER_QUESTION
    timer = setInterval(() => {
      secondsLeft -= 1
      if (secondsLeft === 0) stopClock()
      onTick(secondsLeft)
    }, 1000)
  }

  return {
    /** The next question with its answers in random order, or null after the last one. */
    next() {
      index += 1
      if (index >= questions.length) {
        stopClock()
        return null
      }
      startClock()
      return { text: questions[index].text, answers: shuffled(questions[index].answers) }
    },
    answer(given) {
      stopClock()
      const right = questions[index].answers[0]
      const earned = given === right ? BASE_POINTS + secondsLeft * POINTS_PER_SECOND : 0
      points += earned
      return { given, right, earned, points }
    },
    position: () => ({ number: index + 1, total: questions.length, points }),
    result: () => ({ player, points }),
  }
}
