/** Light or dark: the system's choice, or the one made here and kept in this browser. */
const KEY = 'merit.scheme'

export const SCHEMES = ['system', 'light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

export function chosenScheme(): Scheme {
  return SCHEMES.find((scheme) => scheme === localStorage.getItem(KEY)) ?? 'system'
}

export function chooseScheme(scheme: Scheme): void {
  localStorage.setItem(KEY, scheme)
  applyScheme(scheme)
}

export function applyScheme(scheme: Scheme): void {
  if (scheme === 'system') delete document.documentElement.dataset.scheme
  else document.documentElement.dataset.scheme = scheme
}
