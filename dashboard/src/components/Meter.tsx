/** How much of a whole, as a bar; `share` is 0..1. */
export function Meter({ share, label }: { share: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div className="meter" role="img" aria-label={label}>
      <span style={{ width: `${percent}%` }} />
    </div>
  )
}
