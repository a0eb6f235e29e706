/** The Supabase client, for every component. */
import { createClient, type Session, type SupabaseClient } from '@supabase/supabase-js'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Database } from '../../../supabase/functions/_shared/store/database.generated.ts'
import type { ProjectConfig } from './projectConfig.ts'

export type Client = SupabaseClient<Database>

interface Project {
  client: Client
  hasRealtime: boolean
  /** Null: nobody is signed in. Undefined: not known yet. */
  session: Session | null | undefined
}

const ProjectContext = createContext<Project | null>(null)

export function ProjectProvider({ config, children }: { config: ProjectConfig; children: ReactNode }) {
  const [client] = useState(() => createClient<Database>(config.supabaseUrl, config.publishableKey))
  const [session, setSession] = useState<Session | null>()
  useEffect(() => {
    const { data } = client.auth.onAuthStateChange((_event, next) => setSession(next))
    return () => data.subscription.unsubscribe()
  }, [client])
  return (
    <ProjectContext value={{ client, session, hasRealtime: config.hasRealtime }}>{children}</ProjectContext>
  )
}

/** @throws outside of a ProjectProvider */
export function useProject(): Project {
  const project = useContext(ProjectContext)
  if (project === null) throw new Error('there is no ProjectProvider')
  return project
}

export function useClient(): Client {
  return useProject().client
}

/** The one who is signed in; pages are shown to no one else. */
export function useUserId(): string {
  const userId = useProject().session?.user.id
  if (userId === undefined) throw new Error('nobody is signed in')
  return userId
}
