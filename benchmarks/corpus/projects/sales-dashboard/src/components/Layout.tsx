import { BarChart3, Moon, Receipt, Sun } from 'lucide-react'
import { NavLink, Outlet } from 'react-router-dom'
import { useTheme } from '../theme/ThemeContext'

const LINKS = [
  { to: '/', label: 'Overview', icon: BarChart3 },
  { to: '/orders', label: 'Orders', icon: Receipt },
]

export function Layout() {
  const { theme, toggleTheme } = useTheme()
  return (
    <div className="flex min-h-screen flex-col md:flex-row">
      <aside className="flex items-center justify-between gap-4 bg-slate-900 p-4 text-slate-200 md:w-56 md:flex-col md:items-stretch md:justify-start">
        <p className="text-lg font-semibold">Northwind</p>
        <nav className="flex gap-2 md:flex-col" aria-label="Main">
          {LINKS.map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              to={to}
              end
              className={({ isActive }) =>
                `flex items-center gap-2 rounded-lg px-3 py-2 text-sm ${isActive ? 'bg-slate-700 text-white' : 'hover:bg-slate-800'}`
              }
            >
              <Icon className="h-4 w-4" aria-hidden="true" />
              {label}
            </NavLink>
          ))}
        </nav>
        <button
          type="button"
          onClick={toggleTheme}
          className="flex items-center gap-2 rounded-lg px-3 py-2 text-sm hover:bg-slate-800 md:mt-auto"
        >
          {theme === 'dark' ? <Sun className="h-4 w-4" /> : <Moon className="h-4 w-4" />}
          {theme === 'dark' ? 'Light theme' : 'Dark theme'}
        </button>
      </aside>
      <main className="flex-1 p-6">
        <Outlet />
      </main>
    </div>
  )
}
