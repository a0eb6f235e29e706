/** The document of a new item: text, or an image or PDF, sent along or fetched from the project's own Storage. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { ApiError } from '../_shared/http/apiError.ts'
import type { NewItem } from './store/queueStore.ts'

export type Document = Pick<
  NewItem,
  'input_type' | 'input_text' | 'input_data' | 'input_mime_type' | 'input_path'
>

export interface DocumentSource {
  /** With the caller's rights: what they may not read is not read for them. */
  storage: SupabaseClient['storage']
  /** `SUPABASE_URL`: the one address things are fetched from. */
  projectUrl: string
}

const MAX_FILE_BYTES = 8 * 1024 * 1024

/** `data` is base64. Throws `invalid_request` for what is no image or PDF, and for addresses elsewhere. */
export async function readDocument(
  { text, url, data }: { text?: string; url?: string; data?: string },
  source: DocumentSource,
): Promise<Document> {
  if (text !== undefined) {
    return {
      input_type: 'text',
      input_text: text,
      input_data: null,
      input_mime_type: null,
      input_path: null,
    }
  }
  if (data !== undefined) return attached('data', bytesOf(data), data, null)
  const { bucket, path } = storagePath(url ?? '', source.projectUrl)
  const { data: file, error } = await source.storage.from(bucket).download(path)
  if (error || file === null) throw invalid('url', 'Storage has no such file, or not for this caller')
  if (file.size > MAX_FILE_BYTES) {
    throw new ApiError('payload_too_large', `url: the file is larger than ${MAX_FILE_BYTES} bytes`)
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  return attached('url', bytes, base64Of(bytes), `${bucket}/${path}`)
}

const ROUTE = /^\/storage\/v1\/object\/(?:public\/|authenticated\/|sign\/)?([^/]+)\/(.+)$/

/**
 * Bucket and path of a file in the project's Storage, given as its address or as `bucket/path`. Only these go on: where
 * to fetch from is the project's address, whatever was sent.
 */
export function storagePath(url: string, projectUrl: string): { bucket: string; path: string } {
  const refused = () => invalid('url', "is not in this project's own Storage")
  let route = `/storage/v1/object/${url.replace(/^\/+/, '')}`
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//')) {
    const address = URL.parse(url)
    if (address === null || address.origin !== new URL(projectUrl).origin) throw refused()
    if (address.username !== '' || address.password !== '') throw refused()
    route = address.pathname
  }
  const [, bucket, path] = ROUTE.exec(route) ?? []
  if (bucket === undefined || path === undefined) throw refused()
  try {
    const parts = { bucket: decodeURIComponent(bucket), path: decodeURIComponent(path) }
    const segments = [parts.bucket, ...parts.path.split('/')]
    const isOdd = segments.some((segment) => segment === '' || segment === '.' || segment === '..')
    if (isOdd || parts.bucket.includes('/') || /[\\?#]/.test(parts.bucket + parts.path)) throw refused()
    return parts
  } catch (error) {
    if (error instanceof URIError) throw refused()
    throw error
  }
}

function attached(field: string, bytes: Uint8Array, data: string, path: string | null): Document {
  const type = mimeTypeOf(bytes)
  if (type === null) throw invalid(field, 'is no PNG, JPEG, GIF or WebP image and no PDF')
  return {
    input_type: type === 'application/pdf' ? 'pdf' : 'image',
    input_text: null,
    input_data: data,
    input_mime_type: type,
    input_path: path,
  }
}

/** By its first bytes: what a file says of itself is not asked. */
function mimeTypeOf(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12))
  if (head.startsWith('%PDF-')) return 'application/pdf'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'image/webp' : null
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** In pieces, as a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
  }
  return btoa(text)
}

function invalid(field: string, message: string): ApiError {
  return new ApiError('invalid_request', `${field}: ${message}`, { details: [{ field, message }] })
}
