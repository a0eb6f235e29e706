/** Keeps what is shown current: told by Realtime where the project has it, by asking again where it has not. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useProject } from './project.tsx'

/** How often is asked where nothing tells of changes. */
export const POLL_MS = 2_000

/**
 * Marks the queries under `queryKey` as stale whenever the caller's rows of `table` change.
 *
 * @returns the `refetchInterval` for those queries: false while Realtime is connected
 */
export function useLiveRows(table: string, queryKey: QueryKey, isLive = true): number | false {
  const { client, hasRealtime } = useProject()
  const queries = useQueryClient()
  const [isConnected, setConnected] = useState(false)
  const key = JSON.stringify(queryKey)
  useEffect(() => {
    if (!isLive || !hasRealtime) return
    const channel = client
      .channel(`rows:${table}:${key}`)
      .on('postgres_changes', { event: '*', schema: 'public', table }, () => {
        void queries.invalidateQueries({ queryKey: JSON.parse(key) as QueryKey })
      })
      .subscribe((status) => setConnected(status === 'SUBSCRIBED'))
    return () => {
      void client.removeChannel(channel)
    }
  }, [client, hasRealtime, queries, table, key, isLive])
  if (!isLive) return false
  return isConnected ? false : POLL_MS
}
