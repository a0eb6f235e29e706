import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])

  return (
    <dialog ref={element} onCancel={onClose} className="w-full max-w-md rounded-2xl p-6 backdrop:bg-black/40">
      <h2 className="mb-4 text-lg font-semibold">{title}</h2>
      {children}
    </dialog>
  )
}
