// What a browser finds at `/`: the dashboard when it is built, else a short page that says what is here.
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { contentSecurityPolicy } from '../dashboard/contentSecurityPolicy.ts'

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface PageStack {
  dashboardDir: string
  functions: readonly string[]
  publishableKey: string
}

/** Runs what it is sent in an origin of its own; its policy stands in the page itself. */
const PREVIEW = 'preview.html'

/**
 * Answers with a file of the built dashboard; a path without an extension is one of the app's own pages, so it gets
 * `index.html`. `/config.json` tells the dashboard that its host is its project. Without a built dashboard `/` lists
 * the addresses of the stack.
 */
export async function servePage(request: Request, stack: PageStack): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response('not found\n', { status: 404 })
  const { pathname, origin } = new URL(request.url)
  if (pathname === '/config.json')
    return Response.json({ supabaseUrl: '', publishableKey: stack.publishableKey, hasRealtime: false })
  const relative = normalize(safeDecode(pathname))
  const file = extname(relative) === '' ? 'index.html' : relative.replace(/^[/\\]+/, '')
  const content = relative.split(sep).includes('..')
    ? undefined
    : await readIfFile(join(stack.dashboardDir, file))
  if (content !== undefined)
    return new Response(new Uint8Array(content), { headers: pageHeaders(file.replaceAll(sep, '/')) })
  if (pathname !== '/') return new Response('not found\n', { status: 404 })
  return new Response(listing(origin, stack.functions), {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
}

function pageHeaders(file: string): Record<string, string> {
  const policy =
    file === PREVIEW ? "sandbox allow-scripts allow-forms; frame-ancestors 'self'" : contentSecurityPolicy()
  return {
    'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Names under assets/ carry a hash of what is in them; everything else may be another file after the next build.
    'cache-control': file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

function listing(origin: string, functions: readonly string[]): string {
  const addresses = ['rest/v1', 'auth/v1', ...functions.map((name) => `functions/v1/${name}`)]
  const items = addresses.map((path) => `<li><code>${origin}/${path}</code></li>`).join('')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Merit, local</title>
<h1>Merit is running</h1><p>The API keys are in <code>.env.local</code>.</p><ul>${items}</ul></html>\n`
}

function safeDecode(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    // Not valid percent encoding: no file has that name.
    return pathname
  }
}

async function readIfFile(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR') return undefined
    throw error
  })
}
