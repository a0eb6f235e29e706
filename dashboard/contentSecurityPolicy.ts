/**
 * What a host is to send with the dashboard's pages. Scripts come from the dashboard alone; styles may stand in
 * elements, as the libraries of dialogs and charts put them there.
 *
 * @param apiUrl the address of the Supabase project where it is another than the dashboard's own
 */
export function contentSecurityPolicy(apiUrl?: string): string {
  const api = apiUrl === undefined ? [] : [apiUrl, apiUrl.replace(/^http/, 'ws')]
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...api].join(' ')}`,
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
