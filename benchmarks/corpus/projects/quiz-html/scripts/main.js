import { createGame } from './game.js'
import { clearScores, readScores, recordScore } from './scores.js'
import { showEnd, showOutcome, showQuestion, showScores, showSection, showTime } from './view.js'

const startForm = document.querySelector('#start-form')
const nextButton = document.querySelector('#next')
let game = null

function nextQuestion() {
  const question = game.next()
  if (question) showQuestion(question, game.position(), handleAnswer)
  else finish()
}

function handleAnswer(answer) {
  showOutcome(game.answer(answer))
}

function handleTick(secondsLeft) {
  showTime(secondsLeft)
  if (secondsLeft === 0) showOutcome(game.answer(null))
}

function finish() {
  const { player, points } = game.result()
  const isBest = recordScore(player, points)
  showEnd(player, points, isBest)
}

function handleStart(event) {
  event.preventDefault()
  const player = new FormData(startForm).get('player').trim()
  if (player === '') return
  game = createGame(player, handleTick)
  showSection('game')
  nextQuestion()
}

function handleAgain() {
  showScores(readScores())
  showSection('start')
}

function handleClear() {
  clearScores()
  showScores([])
}

startForm.addEventListener('submit', handleStart)
nextButton.addEventListener('click', nextQuestion)
document.querySelector('#again').addEventListener('click', handleAgain)
document.querySelector('#clear-scores').addEventListener('click', handleClear)
showScores(readScores())
