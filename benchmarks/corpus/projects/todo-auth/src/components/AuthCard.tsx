import type { ReactNode } from 'react'
import { CheckSquare } from 'lucide-react'

interface AuthCardProps {
  title: string
  subtitle: string
  children: ReactNode
  footer: ReactNode
}

export function AuthCard({ title, subtitle, children, footer }: AuthCardProps) {
  return (
    <main className="flex min-h-screen items-center justify-center px-4">
      <section className="w-full max-w-md rounded-2xl bg-white p-8 shadow-lg">
        <CheckSquare className="mb-4 h-10 w-10 text-brand-600" aria-hidden="true" />
        <h1 className="text-2xl font-semibold">{title}</h1>
        <p className="mb-6 mt-1 text-sm text-slate-500">{subtitle}</p>
        {children}
        <p className="mt-6 text-center text-sm text-slate-500">{footer}</p>
      </section>
    </main>
  )
}
