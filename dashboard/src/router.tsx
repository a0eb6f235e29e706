/** The pages and their addresses. What a page filters by is in its search parameters, read by its own schema. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { Failure, Loading, Notice } from './components/Notice.tsx'
import { experimentSearch } from './pages/experiments/search.ts'
import { overviewSearchSchema } from './pages/overview/overviewSearch.ts'
import { queueSearch } from './pages/queue/search.ts'
import { runsSearchSchema } from './pages/runs/runsSearch.ts'
import { scenarioSearch } from './pages/scenarios/search.ts'
import { selectionSearchSchema } from './pages/selection/selectionSearch.ts'
import { Shell } from './Shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <Notice>There is no page at this address.</Notice>,
})

const playgroundSearch = z.object({
  /** The run that is shown. */
  run: z.uuid().optional().catch(undefined),
  /** An earlier run whose request stands in the form. */
  repeat: z.uuid().optional().catch(undefined),
})

const page = { getParentRoute: () => root }

export const routes = [
  createRoute({
    ...page,
    path: '/',
    validateSearch: overviewSearchSchema,
    component: lazyRouteComponent(() => import('./pages/overview/OverviewPage.tsx'), 'OverviewPage'),
  }),
  createRoute({
    ...page,
    path: '/playground',
    validateSearch: playgroundSearch,
    component: lazyRouteComponent(() => import('./pages/playground/PlaygroundPage.tsx'), 'PlaygroundPage'),
  }),
  createRoute({
    ...page,
    path: '/selection',
    validateSearch: selectionSearchSchema,
    component: lazyRouteComponent(() => import('./pages/selection/SelectionPage.tsx'), 'SelectionPage'),
  }),
  createRoute({
    ...page,
    path: '/scenarios',
    component: lazyRouteComponent(() => import('./pages/scenarios/ScenariosPage.tsx'), 'ScenariosPage'),
  }),
  createRoute({
    ...page,
    path: '/scenarios/$id',
    validateSearch: scenarioSearch,
    component: lazyRouteComponent(() => import('./pages/scenarios/ScenarioPage.tsx'), 'ScenarioPage'),
  }),
  createRoute({
    ...page,
    path: '/queue',
    validateSearch: queueSearch,
    component: lazyRouteComponent(() => import('./pages/queue/QueuePage.tsx'), 'QueuePage'),
  }),
  createRoute({
    ...page,
    path: '/queue/items/$id',
    component: lazyRouteComponent(() => import('./pages/queue/ItemPage.tsx'), 'ItemPage'),
  }),
  createRoute({
    ...page,
    path: '/experiments',
    component: lazyRouteComponent(() => import('./pages/experiments/ExperimentsPage.tsx'), 'ExperimentsPage'),
  }),
  createRoute({
    ...page,
    path: '/experiments/$id',
    validateSearch: experimentSearch,
    component: lazyRouteComponent(() => import('./pages/experiments/ExperimentPage.tsx'), 'ExperimentPage'),
  }),
  createRoute({
    ...page,
    path: '/runs',
    validateSearch: runsSearchSchema,
    component: lazyRouteComponent(() => import('./pages/runs/RunsPage.tsx'), 'RunsPage'),
  }),
  createRoute({
    ...page,
    path: '/runs/$runId',
    component: lazyRouteComponent(() => import('./pages/runs/RunPage.tsx'), 'RunPage'),
  }),
  createRoute({
    ...page,
    path: '/settings',
    component: lazyRouteComponent(() => import('./pages/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren([...routes]),
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Loading what="the page" heightPx={400} />,
  defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
