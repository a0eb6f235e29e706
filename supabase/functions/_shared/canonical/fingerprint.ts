/** Tells whether two request bodies ask for the same. */
import { inCanonicalOrder } from './canonicalOrder.ts'

/** SHA-256 over the body in canonical order, as hex. */
export async function fingerprintOf(body: unknown): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(inCanonicalOrder(body)))
  const digest = await crypto.subtle.digest('SHA-256', text)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
