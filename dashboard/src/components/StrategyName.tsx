import './charts.css'

/** A model and how it is asked. */
export function StrategyName({ model, approach }: { model: string | null; approach: string | null }) {
  return (
    <span className="strategy">
      {model ?? '–'} <span className="soft">{approach}</span>
    </span>
  )
}
