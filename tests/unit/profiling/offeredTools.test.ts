import { expect, it } from 'vitest'
import { readOfferedTools } from '../../../supabase/functions/_shared/profiling/offeredTools.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'

const WEATHER = 'weather.current: Get the current weather of a city'
const HOTEL = 'hotel.book: Book a hotel for a number of nights'
const FLIGHT = 'flight.book: Book a flight between two cities'

it('counts the tools and tells how well the best fits', () => {
  const fits = readOfferedTools(`What is the weather in Lyon?\n[tools] ${WEATHER}; ${HOTEL}`)
  expect(fits?.count).toBe(2)
  const doesNot = readOfferedTools(`Who painted the Mona Lisa?\n[tools] ${WEATHER}; ${HOTEL}`)
  expect(fits?.fit).toBeGreaterThanOrEqual(0.5)
  expect(doesNot?.fit).toBeLessThan(0.2)
})

it('takes words of several tools for several calls', () => {
  const one = readOfferedTools(`Book a hotel in Rome for 2 nights\n[tools] ${HOTEL}; ${FLIGHT}`)
  const both = readOfferedTools(
    `Book a flight from Oslo to Rome and a hotel in Rome for 2 nights\n[tools] ${HOTEL}; ${FLIGHT}`,
  )
  expect(one?.parts).toBeLessThan(2)
  expect(both?.parts).toBeGreaterThanOrEqual(2)
})

it('takes the joints within one tool’s values for one call', () => {
  const joined = 'Area and perimeter of a rectangle with width of 7 and length of 10?'
  const alone = readOfferedTools(`${joined}\n[tools] rectangle.measure: Area and perimeter of a rectangle`)
  const among = readOfferedTools(
    `${joined}\n[tools] rectangle.measure: Area and perimeter of a rectangle; circle.measure: Area of a circle`,
  )
  expect(among?.parts).toBeLessThan(alone?.parts ?? 0)
})

it.each([
  'Write two helpers.\nFunctions: add: adds two numbers; sub: subtracts them',
  'Build a todo app',
  'The tools we use are fine',
])('sees no offer where there is none: %s', (request) => {
  expect(readOfferedTools(request)?.count ?? 0).toBe(0)
})

it('expects a call to be short, whatever else is said', () => {
  const call = profileTask({ request: `What is the weather in Lyon?\n[tools] ${WEATHER}` })
  const app = profileTask({ request: 'Build a weather app' })
  expect(call.estimatedOutputTokens).toBeLessThan(200)
  expect(app.estimatedOutputTokens).toBeGreaterThan(2_000)
})
