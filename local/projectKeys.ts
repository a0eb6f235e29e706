// The local project's API keys and its JWT secret: made on the first start, the same ever after.
import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateApiKey } from '@supabase/lite'
import { readEnvironmentFile, updateEnvironmentFile } from './environmentFile.ts'

export interface ProjectKeys {
  /** Acts as `anon`; may be public. */
  publishableKey: string
  /** Acts as `service_role`. */
  secretKey: string
  /** Signs the access tokens (HS256). Never leaves the data folder, except to the functions as a JWKS. */
  jwtSecret: string
  /** Names `jwtSecret` in token headers, as hosted projects name their signing keys. */
  jwtKeyId: string
}

/**
 * Reads the keys, making what is missing: the API keys in `keysFile` (a `.env` file, whose other lines stay), beside
 * `SUPABASE_URL`; the JWT secret in the data folder, whose sessions it signs.
 */
export async function ensureProjectKeys(place: {
  keysFile: string
  dataDir: string
  url: string
}): Promise<ProjectKeys> {
  const known = await readEnvironmentFile(place.keysFile)
  const publishableKey = known.SUPABASE_PUBLISHABLE_KEY || (await generateApiKey('publishable')).key
  const secretKey = known.SUPABASE_SECRET_KEY || (await generateApiKey('secret')).key
  await updateEnvironmentFile(place.keysFile, {
    SUPABASE_URL: place.url,
    SUPABASE_PUBLISHABLE_KEY: publishableKey,
    SUPABASE_SECRET_KEY: secretKey,
  })
  const jwtSecret = await ensureJwtSecret(join(place.dataDir, 'jwt-secret'))
  return { publishableKey, secretKey, jwtSecret, jwtKeyId: keyId(jwtSecret) }
}

async function ensureJwtSecret(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (known !== '') return known
  const secret = randomBytes(48).toString('base64url')
  await writeFile(path, secret, { mode: 0o600 })
  return secret
}

function keyId(jwtSecret: string): string {
  return createHash('sha256').update(`key id of ${jwtSecret}`).digest('hex').slice(0, 16)
}
