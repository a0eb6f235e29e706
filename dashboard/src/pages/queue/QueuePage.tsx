import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Pause, Play } from 'lucide-react'
import { Badge } from '../../components/Badge.tsx'
import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import { stateSchema } from '../../data/queue.ts'
import { CompareTab } from './CompareTab.tsx'
import { ConfigurationsTab } from './ConfigurationsTab.tsx'
import { CostsTab } from './CostsTab.tsx'
import { ItemsTab } from './ItemsTab.tsx'
import { QUEUE_KEY } from './useQueue.ts'
import './queue.css'

const route = getRouteApi('/queue')
const TABS = ['items', 'configurations', 'costs', 'compare'] as const

export function QueuePage() {
  const navigate = useNavigate({ from: '/queue' })
  const { tab = 'items' } = route.useSearch()
  return (
    <Page
      title="Queue"
      about="Documents on their way through the stages of extraction."
      actions={<PauseButton />}
    >
      <Tabs
        label="Parts of the queue"
        selected={tab}
        onSelect={(next) =>
          void navigate({
            search: (old) => ({ ...old, tab: TABS.find((known) => known === next) }),
            replace: true,
          })
        }
        tabs={[
          { id: 'items', title: 'Items', content: <ItemsTab /> },
          { id: 'configurations', title: 'Configurations', content: <ConfigurationsTab /> },
          { id: 'costs', title: 'Usage and cost', content: <CostsTab /> },
          { id: 'compare', title: 'A/B', content: <CompareTab /> },
        ]}
      />
    </Page>
  )
}

/** Holds what is in line, and lets it go on; what is being processed ends its stage. */
function PauseButton() {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const { data: state } = useQuery({
    queryKey: [...QUEUE_KEY, 'state'],
    queryFn: () => callFunction(client, { path: 'queue/state', answer: stateSchema }),
  })
  const changing = useMutation({
    mutationFn: (action: 'pause' | 'resume') =>
      callFunction(client, { path: `queue/${action}`, method: 'POST', answer: stateSchema }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUEUE_KEY }),
    onError: (error) => say(error.message),
  })
  const isPaused = state?.paused === true
  return (
    <>
      {state?.paused_for_everybody === true ? (
        <Badge tone="warn">paused by the project</Badge>
      ) : (
        isPaused && <Badge tone="warn">paused</Badge>
      )}
      <Button
        disabled={state === undefined || changing.isPending}
        onClick={() => changing.mutate(isPaused ? 'resume' : 'pause')}
      >
        {isPaused ? <Play size={16} aria-hidden="true" /> : <Pause size={16} aria-hidden="true" />}
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
    </>
  )
}
