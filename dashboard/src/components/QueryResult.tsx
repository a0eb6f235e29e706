import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Empty, Failure, Loading } from './Notice.tsx'

export interface QueryResultProps<Data> {
  query: UseQueryResult<Data>
  /** What is loaded, in words: “the runs”. */
  what: string
  /** Whether there is nothing to show; by default an empty array. */
  isEmpty?: (data: Data) => boolean
  empty?: ReactNode
  heightPx?: number
  children: (data: Data) => ReactNode
}

/** Shows a query in each of its states: loading, failed, empty, there. */
export function QueryResult<Data>({
  query,
  what,
  empty,
  heightPx,
  children,
  ...rest
}: QueryResultProps<Data>) {
  const isEmpty = rest.isEmpty ?? ((data: Data) => Array.isArray(data) && data.length === 0)
  if (query.isPending) return <Loading what={what} heightPx={heightPx} />
  if (query.data === undefined) return <Failure error={query.error} retry={() => void query.refetch()} />
  return (
    <>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {isEmpty(query.data) ? <Empty>{empty ?? `There are no ${what} yet.`}</Empty> : children(query.data)}
    </>
  )
}
