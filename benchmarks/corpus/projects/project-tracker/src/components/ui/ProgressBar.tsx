interface ProgressBarProps {
  label: string
  percent: number
}

export function ProgressBar({ label, percent }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-2 overflow-hidden rounded-full bg-zinc-200"
    >
      <div className="h-full bg-accent-600 transition-all" style={{ width: `${percent}%` }} />
    </div>
  )
}
