import { NAVIGATION } from '../content'

export function Footer() {
  return (
    <footer className="bg-bean py-10 text-crema">
      <div className="mx-auto flex max-w-6xl flex-col items-center justify-between gap-6 px-6 md:flex-row">
        <p>© {new Date().getFullYear()} Fernhill Coffee Roasters</p>
        <nav className="flex gap-6" aria-label="Footer">
          {NAVIGATION.map((link) => (
            <a key={link.href} href={link.href} className="hover:underline">
              {link.label}
            </a>
          ))}
        </nav>
      </div>
    </footer>
  )
}
