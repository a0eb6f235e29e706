import { Activity, FolderKanban, LayoutDashboard, Users } from 'lucide-react'
import { NavLink } from 'react-router-dom'

const LINKS = [
  { to: '/', label: 'Overview', icon: LayoutDashboard },
  { to: '/projects', label: 'Projects', icon: FolderKanban },
  { to: '/people', label: 'People', icon: Users },
  { to: '/activity', label: 'Activity', icon: Activity },
]

export function Sidebar() {
  return (
    <aside className="border-b border-zinc-200 bg-white p-4 md:w-52 md:border-b-0 md:border-r">
      <p className="mb-4 text-lg font-semibold text-accent-700">Tracker</p>
      <nav className="flex flex-wrap gap-1 md:flex-col" aria-label="Main">
        {LINKS.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            to={to}
            end={to === '/'}
            className={({ isActive }) =>
              `flex items-center gap-2 rounded-lg px-3 py-2 text-sm ${isActive ? 'bg-accent-100 text-accent-700' : 'hover:bg-zinc-100'}`
            }
          >
            <Icon className="h-4 w-4" aria-hidden="true" />
            {label}
          </NavLink>
        ))}
      </nav>
    </aside>
  )
}
