import type { ReactNode } from 'react'
import { Badge } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { Json } from '../../components/Json.tsx'
import { Empty } from '../../components/Notice.tsx'
import { Table } from '../../components/Table.tsx'
import type { Cell, ComparedStep, Comparison } from '../../data/scenarios.ts'
import { formatCount, formatMs, formatShare, formatUsd } from '../../format.ts'
import { AskAgain } from './AskAgain.tsx'
import { type ItemFields, itemText } from './groundTruth.ts'
import { ItemList, PredictedItems } from './PredictedItems.tsx'
import { fieldsOf } from './scenarioDraft.ts'

/** Step by step: what is right above, what each model made of it below. */
export function StepResults({ comparison }: { comparison: Comparison }) {
  const fields = fieldsOf(comparison)
  return (
    <div className="stack">
      {comparison.steps.map((step) => (
        <StepCard key={step.step_number} {...{ comparison, step, fields }} />
      ))}
    </div>
  )
}

interface StepCardProps {
  comparison: Comparison
  step: ComparedStep
  fields: ItemFields
}

function StepCard({ comparison, step, fields }: StepCardProps) {
  const { step_number, text, ground_truth, results } = step
  return (
    <Card title={`Step ${step_number}`}>
      <blockquote className="said">{text}</blockquote>
      <div className="truth">
        <h3>Ground truth</h3>
        {ground_truth === null ? (
          <span className="soft">none: this step is not compared</span>
        ) : (
          <ItemList items={ground_truth.map((item) => itemText(item, fields))} />
        )}
      </div>
      {results.length === 0 ? (
        <Empty>No model has answered this step yet.</Empty>
      ) : (
        <Table
          caption={`Answers to step ${step_number}`}
          rows={results}
          rowKey={({ model_name }) => model_name}
          detail={{
            label: ({ model_name }) => `Answer of ${model_name} to step ${step_number}`,
            content: (cell) => (
              <Answer cell={cell}>
                {comparison.execution_id !== null && comparison.status !== 'running' && (
                  <AskAgain
                    scenarioId={comparison.scenario_id}
                    executionId={comparison.execution_id}
                    model={cell.model_name}
                    step={step_number}
                  />
                )}
              </Answer>
            ),
          }}
          columns={[
            { title: 'Model', cell: ({ model_name }) => <span className="mono">{model_name}</span> },
            {
              title: 'Predicted',
              cell: (cell) => <PredictedItems cell={cell} groundTruth={ground_truth} fields={fields} />,
            },
            { title: 'Precision', isNumber: true, cell: ({ precision }) => formatShare(precision) },
            { title: 'Recall', isNumber: true, cell: ({ recall }) => formatShare(recall) },
            { title: 'F1', isNumber: true, cell: ({ f1_score }) => formatShare(f1_score) },
            { title: 'Match', cell: (cell) => <Match cell={cell} /> },
          ]}
        />
      )}
    </Card>
  )
}

function Match({ cell }: { cell: Cell }) {
  if (cell.status === 'failed') return <Badge tone="bad">failed</Badge>
  if (cell.exact_match === null) return <Badge>not compared</Badge>
  return cell.exact_match ? <Badge tone="good">exact</Badge> : <Badge tone="warn">differs</Badge>
}

function Answer({ cell, children }: { cell: Cell; children: ReactNode }) {
  return (
    <div className="stack">
      {cell.ai_response !== null && <p>{cell.ai_response}</p>}
      {cell.llm_transcription !== null && <p className="soft">Understood: “{cell.llm_transcription}”</p>}
      {cell.raw_llm_response !== '' && (
        <Json label={`Answer of ${cell.model_name} as it came`} value={cell.raw_llm_response} />
      )}
      <p className="soft">
        {formatCount(cell.input_tokens)} tokens in, {formatCount(cell.output_tokens)} out,{' '}
        {formatMs(cell.latency_ms)}, {formatUsd(cell.cost_usd)}
      </p>
      <div className="row">{children}</div>
    </div>
  )
}
