/** Short words about what has just been done. */
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'

const SHOWN_MS = 5_000
const ToastContext = createContext<((text: string) => void) | null>(null)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<{ id: string; text: string }[]>([])
  const say = useCallback((text: string) => {
    const toast = { id: crypto.randomUUID(), text }
    setToasts((shown) => [...shown, toast])
    setTimeout(() => setToasts((shown) => shown.filter((other) => other !== toast)), SHOWN_MS)
  }, [])
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, text }) => (
          <div className="toast" key={id}>
            {text}
          </div>
        ))}
      </div>
    </ToastContext>
  )
}

/** @returns a function that shows a line of text for a few seconds */
export function useToast(): (text: string) => void {
  const say = useContext(ToastContext)
  if (say === null) throw new Error('there is no ToastProvider')
  return say
}
