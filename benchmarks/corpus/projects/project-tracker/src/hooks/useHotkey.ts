import { useEffect } from 'react'

/** Calls back when the key is pressed outside of a field. */
export function useHotkey(key: string, onPress: () => void): void {
  useEffect(() => {
    const handleKeyDown = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (inField || event.key !== key || event.metaKey || event.ctrlKey) return
      event.preventDefault()
      onPress()
    }
    document.addEventListener('keydown', handleKeyDown)
    return () => document.removeEventListener('keydown', handleKeyDown)
  }, [key, onPress])
}
