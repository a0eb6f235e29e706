/** Where the Supabase project is. Told by the host at run time, so that one build serves any project. */
import { z } from 'zod'

const projectConfigSchema = z.object({
  /** Empty: the host of the dashboard is the project's too, as in the local stack. */
  supabaseUrl: z.union([z.literal(''), z.url()]),
  /** Public by its nature: what it may do is what row level security lets it. */
  publishableKey: z.string().min(1),
  /** False where nothing tells of changed rows: then they are asked for again and again. */
  hasRealtime: z.boolean().default(true),
})
export type ProjectConfig = z.output<typeof projectConfigSchema>

/** Reads `/config.json`. Throws where the host has none, or one that is not as agreed. */
export async function loadProjectConfig(): Promise<ProjectConfig> {
  const response = await fetch('/config.json', { cache: 'no-store' })
  if (!response.ok) throw new Error(`/config.json: status ${response.status}`)
  const config = projectConfigSchema.parse(await response.json())
  return { ...config, supabaseUrl: config.supabaseUrl || window.location.origin }
}
