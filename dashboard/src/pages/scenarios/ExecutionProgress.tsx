import { Badge } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { Progress } from '../../components/Progress.tsx'
import type { ExecutionStatus } from '../../data/scenarios.ts'

/** Where an execution that runs is. Models play side by side; the line names the first that has steps left. */
export function ExecutionProgress({ status }: { status: ExecutionStatus }) {
  const { current_model, current_model_index, total_models, current_step, total_steps, models } = status
  return (
    <Card title="Running" actions={<Badge tone="accent">live</Badge>}>
      <p role="status">
        Model {current_model_index + 1}/{total_models} ({current_model ?? 'none'}), step {current_step}/
        {total_steps}
      </p>
      <div className="cards">
        {models.map(({ model_name, completed_steps, total_steps: total, failed_steps }) => (
          <Progress
            key={model_name}
            label={failed_steps > 0 ? `${model_name} (${failed_steps} failed)` : model_name}
            done={completed_steps}
            total={total}
            unit="steps"
          />
        ))}
      </div>
    </Card>
  )
}
