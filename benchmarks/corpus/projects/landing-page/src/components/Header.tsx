import { useEffect, useState } from 'react'
import { Coffee, Menu, X } from 'lucide-react'
import { NAVIGATION } from '../content'

export function Header() {
  const [open, setOpen] = useState(false)

  useEffect(() => {
    if (!open) return
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false)
    }
    document.addEventListener('keydown', closeOnEscape)
    return () => document.removeEventListener('keydown', closeOnEscape)
  }, [open])

  return (
    <header className="sticky top-0 z-10 border-b border-bean/10 bg-crema/90 backdrop-blur">
      <div className="mx-auto flex max-w-6xl items-center justify-between px-6 py-4">
        <a href="#top" className="flex items-center gap-2 font-display text-xl">
          <Coffee className="h-6 w-6 text-fern" aria-hidden="true" />
          Fernhill
        </a>
        <nav className="hidden gap-8 md:flex" aria-label="Main">
          {NAVIGATION.map((link) => (
            <a key={link.href} href={link.href} className="hover:text-fern">
              {link.label}
            </a>
          ))}
        </nav>
        <button
          type="button"
          className="md:hidden"
          aria-expanded={open}
          aria-controls="mobile-menu"
          aria-label={open ? 'Close menu' : 'Open menu'}
          onClick={() => setOpen(!open)}
        >
          {open ? <X /> : <Menu />}
        </button>
      </div>
      {open ? (
        <nav id="mobile-menu" className="flex flex-col gap-4 px-6 pb-6 md:hidden" aria-label="Mobile">
          {NAVIGATION.map((link) => (
            <a key={link.href} href={link.href} onClick={() => setOpen(false)}>
              {link.label}
            </a>
          ))}
        </nav>
      ) : null}
    </header>
  )
}
