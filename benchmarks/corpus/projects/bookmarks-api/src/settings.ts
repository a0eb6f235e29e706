import { z } from 'zod'

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATA_FILE: z.string().min(1).default('data/bookmarks.json'),
  API_KEYS: z.string().min(3),
})

export interface Settings {
  port: number
  dataFile: string
  /** API key → name of its user. */
  users: Map<string, string>
}

/** @throws z.ZodError where a variable is missing or malformed. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const { PORT, DATA_FILE, API_KEYS } = environmentSchema.parse(environment)
  const users = new Map<string, string>()
  for (const pair of API_KEYS.split(',')) {
    const [user, key] = pair.split(':')
    if (!user || !key) throw new Error('API_KEYS must look like user:key,user:key')
    users.set(key.trim(), user.trim())
  }
  return { port: PORT, dataFile: DATA_FILE, users }
}
