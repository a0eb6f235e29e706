import type { LucideIcon } from 'lucide-react'

interface StatCardProps {
  label: string
  value: string
  icon: LucideIcon
}

export function StatCard({ label, value, icon: Icon }: StatCardProps) {
  return (
    <article className="rounded-xl bg-white p-5 shadow-sm dark:bg-slate-900">
      <div className="flex items-center justify-between text-slate-500 dark:text-slate-400">
        <h3 className="text-sm font-medium">{label}</h3>
        <Icon className="h-4 w-4" aria-hidden="true" />
      </div>
      <p className="mt-2 text-2xl font-semibold">{value}</p>
    </article>
  )
}
