import { createContext, useCallback, useContext, useEffect, useState } from 'react'
import type { ReactNode } from 'react'

const SHOWN_MS = 3500

type ShowToast = (text: string) => void

const ToastContext = createContext<ShowToast | null>(null)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState<string | null>(null)
  const showToast = useCallback((next: string) => setText(next), [])

  useEffect(() => {
    if (text === null) return
    const timer = setTimeout(() => setText(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <ToastContext.Provider value={showToast}>
      {children}
      {text === null ? null : (
        <p role="status" className="fixed bottom-6 right-6 rounded-lg bg-zinc-900 px-4 py-3 text-sm text-white shadow-lg">
          {text}
        </p>
      )}
    </ToastContext.Provider>
  )
}

export function useToast(): ShowToast {
  const showToast = useContext(ToastContext)
  if (!showToast) throw new Error('useToast must be used inside ToastProvider')
  return showToast
}
