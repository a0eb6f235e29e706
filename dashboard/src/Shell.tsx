/** The frame around every page: where one can go, who is signed in. */
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import {
  Activity,
  FileStack,
  FlaskConical,
  History,
  ListChecks,
  type LucideIcon,
  Play,
  Scale,
  Settings,
} from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from './components/Button.tsx'
import { Loading } from './components/Notice.tsx'
import { useProject } from './data/project.tsx'
import { SignInPage } from './pages/signIn/SignInPage.tsx'

const LINKS: { to: string; name: string; Icon: LucideIcon }[] = [
  { to: '/', name: 'Overview', Icon: Activity },
  { to: '/playground', name: 'Playground', Icon: Play },
  { to: '/selection', name: 'Selection', Icon: Scale },
  { to: '/scenarios', name: 'Scenarios', Icon: ListChecks },
  { to: '/queue', name: 'Queue', Icon: FileStack },
  { to: '/experiments', name: 'Experiments', Icon: FlaskConical },
  { to: '/runs', name: 'Runs', Icon: History },
  { to: '/settings', name: 'Settings', Icon: Settings },
]

export function Shell() {
  const { client, session } = useProject()
  const main = useFocusOnNavigation()
  if (session === undefined) return <Loading what="your session" heightPx={400} />
  if (session === null) return <SignInPage />
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <div className="shell">
        <nav className="shell-nav" aria-label="Pages">
          <Link to="/" className="brand">
            <img src="/icon.svg" alt="" width="28" height="28" />
            Merit
          </Link>
          <ul className="shell-links">
            {LINKS.map(({ to, name, Icon }) => (
              <li key={to}>
                <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                  <Icon size={17} aria-hidden="true" />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
          <div className="shell-foot">
            <span className="soft">{session.user.email}</span>
            <Button size="small" onClick={() => void client.auth.signOut()}>
              Sign out
            </Button>
          </div>
        </nav>
        <main className="shell-main" id="main" tabIndex={-1} ref={main}>
          <Outlet />
        </main>
      </div>
    </>
  )
}

/** A new page begins at its top, for keyboard and screen reader too; the first page keeps the focus where it is. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    main.current?.focus()
  }, [pathname])
  return main
}
