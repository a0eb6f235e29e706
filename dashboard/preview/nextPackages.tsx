/** The parts of Next that a page shows itself with, as plain elements: there is no server and no address to move to. */
import type { ComponentProps } from 'react'

function Link({ href, ...rest }: Omit<ComponentProps<'a'>, 'href'> & { href?: unknown }) {
  return <a href={typeof href === 'string' ? href : '#'} {...rest} />
}

function Image({ src, alt, fill: _fill, priority: _priority, ...rest }: ImageProps) {
  return <img src={typeof src === 'string' ? src : undefined} alt={alt ?? ''} {...rest} />
}

interface ImageProps extends Omit<ComponentProps<'img'>, 'src'> {
  src?: unknown
  fill?: boolean
  priority?: boolean
}

const stay = () => {}
const navigation = {
  useRouter: () => ({ push: stay, replace: stay, back: stay, forward: stay, refresh: stay, prefetch: stay }),
  usePathname: () => '/',
  useSearchParams: () => new URLSearchParams(),
  useParams: () => ({}),
  redirect: stay,
  notFound: stay,
}

export const nextPackages = new Map<string, unknown>([
  ['next/link', { __esModule: true, default: Link }],
  ['next/image', { __esModule: true, default: Image }],
  ['next/head', { __esModule: true, default: () => null }],
  ['next/navigation', navigation],
  ['next/router', navigation],
])
