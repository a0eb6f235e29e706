import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Page } from '../../components/Page.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { useClient } from '../../data/project.tsx'
import { Choices } from './Choices.tsx'
import { OverviewFilters } from './OverviewFilters.tsx'
import { loadOverview, type Overview, sumsBy } from './overviewData.ts'
import type { OverviewSearch } from './overviewSearch.ts'
import { Spend } from './Spend.tsx'
import { TotalTiles } from './TotalTiles.tsx'
import { Trends } from './Trends.tsx'
import { Troubles } from './Troubles.tsx'

const route = getRouteApi('/')

export function OverviewPage() {
  const search = route.useSearch()
  const shown = useOverview(search)
  // What there is to choose from is not narrowed by what is chosen.
  const all = useOverview({ range: search.range })
  return (
    <Page title="Overview" about="What your models earn: quality, cost, latency and success.">
      <OverviewFilters search={search} all={all.data} />
      <QueryResult
        query={shown}
        what="figures"
        heightPx={640}
        isEmpty={({ attempts }) => sumsBy(attempts, 'total').every(({ attempts: count }) => count === 0)}
        empty="No attempts in this time. Runs you start in the playground appear here."
      >
        {(overview) => (
          <>
            <TotalTiles overview={overview} />
            <Trends overview={overview} search={search} />
            <Choices overview={overview} />
          </>
        )}
      </QueryResult>
      <div className="cards">
        <Spend />
        <Troubles attempts={shown.data?.attempts ?? []} />
      </div>
    </Page>
  )
}

function useOverview(search: OverviewSearch) {
  const client = useClient()
  const { range, model, task } = search
  return useQuery<Overview>({
    queryKey: ['overview', { range, model, task }],
    queryFn: () => loadOverview(client, search, new Date()),
    // The figures of the last filter stay until those of the new one are there: nothing jumps.
    placeholderData: keepPreviousData,
  })
}
