export function Spinner({ label }: { label: string }) {
  return (
    <div role="status" className="flex min-h-screen items-center justify-center gap-3 text-slate-500">
      <span className="h-5 w-5 animate-spin rounded-full border-2 border-slate-300 border-t-brand-600" />
      {label}
    </div>
  )
}
