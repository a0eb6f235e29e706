/** The configuration last chosen in this browser; the configurations themselves are kept on the server. */
import { useState } from 'react'

const KEY = 'merit.queue.configuration'

/** The id, empty for none, and how another is chosen. The id may be of one that has been deleted since. */
export function useChosenConfiguration(): [id: string, choose: (id: string) => void] {
  const [id, setId] = useState(() => localStorage.getItem(KEY) ?? '')
  const choose = (next: string) => {
    localStorage.setItem(KEY, next)
    setId(next)
  }
  return [id, choose]
}
