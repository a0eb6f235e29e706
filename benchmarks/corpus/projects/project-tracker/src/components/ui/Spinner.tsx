export function Spinner() {
  return (
    <div role="status" aria-label="Loading" className="flex justify-center p-16">
      <span className="h-6 w-6 animate-spin rounded-full border-2 border-zinc-300 border-t-accent-600" />
    </div>
  )
}
