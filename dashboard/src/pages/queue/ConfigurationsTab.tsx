import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import { Badge } from '../../components/Badge.tsx'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import type { Configuration } from '../../data/queue.ts'
import { ConfigurationEditor } from './ConfigurationEditor.tsx'
import { useChosenConfiguration } from './chosenConfiguration.ts'
import { QUEUE_KEY, useConfigurations } from './useQueue.ts'

/** Configurations, each with what runs in it; one is edited at a time. */
export function ConfigurationsTab() {
  const query = useConfigurations()
  const say = useToast()
  /** `new`, an id, or nothing. */
  const [edited, setEdited] = useState<string>()
  const [chosen, choose] = useChosenConfiguration()
  const onSaved = ({ id, name }: Configuration) => {
    choose(id)
    setEdited(undefined)
    say(`Saved “${name}”. New items are processed with it.`)
  }
  const onCancel = () => setEdited(undefined)
  return (
    <div className="stack">
      {edited === 'new' ? (
        <Card title="New configuration">
          <ConfigurationEditor onSaved={onSaved} onCancel={onCancel} />
        </Card>
      ) : (
        <div className="row">
          <Button kind="primary" onClick={() => setEdited('new')}>
            <Plus size={16} aria-hidden="true" /> New configuration
          </Button>
        </div>
      )}
      <QueryResult
        query={query}
        what="configurations"
        heightPx={200}
        empty="There are no configurations yet. Without one, each stage has the default model."
      >
        {(configurations) =>
          configurations.map((configuration) =>
            configuration.id === edited ? (
              <Card key={configuration.id} title={`Edit “${configuration.name}”`}>
                <ConfigurationEditor {...{ configuration, onSaved, onCancel }} />
              </Card>
            ) : (
              <ConfigurationCard
                key={configuration.id}
                configuration={configuration}
                isChosen={configuration.id === chosen}
                onChoose={() => choose(configuration.id)}
                onEdit={() => setEdited(configuration.id)}
              />
            ),
          )
        }
      </QueryResult>
    </div>
  )
}

interface ConfigurationCardProps {
  configuration: Configuration
  isChosen: boolean
  onChoose: () => void
  onEdit: () => void
}

function ConfigurationCard({ configuration, isChosen, onChoose, onEdit }: ConfigurationCardProps) {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const { id, name, description, version, temperature, stage_models, stage_modes } = configuration
  const removing = useMutation({
    mutationFn: () =>
      callFunction(client, { path: `queue/configurations/${id}`, method: 'DELETE', answer: z.unknown() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: QUEUE_KEY })
      say(`“${name}” is deleted.`)
    },
    onError: (error) => say(error.message),
  })
  const stages = Object.entries(stage_models)
  return (
    <Card
      title={name}
      actions={
        <div className="row">
          {isChosen ? (
            <Badge tone="accent">for new items</Badge>
          ) : (
            <Button size="small" aria-label={`Use ${name} for new items`} onClick={onChoose}>
              Use for new items
            </Button>
          )}
          <Button size="small" aria-label={`Edit ${name}`} onClick={onEdit}>
            Edit
          </Button>
          <Button
            size="small"
            kind="danger"
            aria-label={`Delete ${name}`}
            disabled={removing.isPending}
            onClick={() => removing.mutate()}
          >
            Delete
          </Button>
        </div>
      }
    >
      {description !== null && <p>{description}</p>}
      <p className="soft">
        Version {version} · temperature {temperature} · orchestrator{' '}
        {configuration.orchestrator_model ?? 'none'}
      </p>
      <ul className="stage-list">
        {stages.length === 0 && <li className="soft">Every stage has the default model.</li>}
        {stages.map(([stage, models]) => (
          <li key={stage}>
            <span className="mono">{stage}</span>:{' '}
            {models.join(stage_modes[stage] === 'consensus' ? ' + ' : ', then ')}
          </li>
        ))}
      </ul>
    </Card>
  )
}
