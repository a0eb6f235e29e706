const element = (id) => document.getElementById(id)

export function showSection(name) {
  for (const section of ['start', 'game', 'end']) element(section).hidden = section !== name
}

export function showTime(secondsLeft) {
  element('clock').value = secondsLeft
}

export function showScores(scores) {
  const items = scores.map(({ player, points }) => {
    const item = document.createElement('li')
    item.textContent = `${player}: ${points}`
    return item
  })
  element('scores').replaceChildren(...items)
}

export function showQuestion(question, { number, total, points }, onAnswer) {
  element('progress').textContent = `Question ${number} of ${total}`
  element('points').textContent = `${points} points`
  element('question').textContent = question.text
  element('feedback').textContent = ''
  element('next').hidden = true
  showTime(element('clock').max)
  const items = question.answers.map((answer) => {
    const item = document.createElement('li')
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = answer
    button.addEventListener('click', () => onAnswer(answer))
    item.append(button)
    return item
  })
  element('answers').replaceChildren(...items)
  element('question').focus()
}

export function showOutcome({ given, right, earned, points }) {
  for (const button of element('answers').querySelectorAll('button')) {
    button.disabled = true
    if (button.textContent === right) button.classList.add('right')
    else if (button.textContent === given) button.classList.add('wrong')
  }
  element('points').textContent = `${points} points`
  element('feedback').textContent = outcomeText(given, right, earned)
  element('next').hidden = false
  element('next').focus()
}

function outcomeText(given, right, earned) {
  if (given === null) return `Time is up. It was ${right}.`
  return given === right ? `Right, ${earned} points.` : `No, it was ${right}.`
}

export function showEnd(player, points, isBest) {
  element('verdict').textContent = isBest
    ? `${points} points: a new best score, ${player}!`
    : `${points} points, ${player}. Another round?`
  showSection('end')
  element('verdict').focus()
}
