import { useEffect, useState } from 'react'
import { toDay } from './dates'

const CHECK_EVERY_MS = 60_000

/** Today, kept right while the page stays open over midnight. */
export function useToday() {
  const [today, setToday] = useState(() => toDay(new Date()))

  useEffect(() => {
    const timer = setInterval(() => setToday(toDay(new Date())), CHECK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])

  return today
}
