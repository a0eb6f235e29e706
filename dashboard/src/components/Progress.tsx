import { useId } from 'react'

export interface ProgressProps {
  label: string
  done: number
  total: number
  /** What is counted, in the plural: “steps”. */
  unit: string
}

/** How much of a known whole is done, as a bar and in figures. */
export function Progress({ label, done, total, unit }: ProgressProps) {
  const id = useId()
  return (
    <div className="field">
      <div className="card-head">
        <span className="field-label" id={id}>
          {label}
        </span>
        <span className="soft number">
          {done} of {total} {unit}
        </span>
      </div>
      <div
        className="meter"
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }} />
      </div>
    </div>
  )
}
