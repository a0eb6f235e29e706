/** Which framework and bundler a root is written for, judged by its files before its words. */
import type { Manifest } from '../reading/manifest.ts'
import { relativeTo } from '../reading/paths.ts'
import type { Framework, ProjectRoot } from './projectModel.ts'

export interface FrameworkEvidence {
  /** Paths of the root's files. */
  paths: readonly string[]
  directory: string
  manifest: Manifest | null
  /** Text of a file of the root, '' where it is absent. */
  textOf(path: string): string
  /** What the profile says, lower case. */
  named: readonly string[]
}

const META_FRAMEWORKS: readonly [string, RegExp][] = [
  ['sveltekit', /^@sveltejs\/kit$/],
  ['nuxt', /^nuxt3?$/],
  ['remix', /^@remix-run\/(react|dev)$/],
  ['react-router', /^@react-router\/dev$/],
  ['tanstack-start', /^@tanstack\/(react-)?start$/],
  ['astro', /^astro$/],
  ['expo', /^expo$/],
  ['gatsby', /^gatsby$/],
  ['angular', /^@angular\/core$/],
  ['solid-start', /^@solidjs\/start$/],
  ['electron', /^electron$/],
]

export function detectMetaFramework(manifest: Manifest | null): string | null {
  if (manifest === null) return null
  for (const [name, pattern] of META_FRAMEWORKS) {
    for (const dependency of manifest.dependencies.keys()) if (pattern.test(dependency)) return name
  }
  return null
}

export function detectFramework({ paths, directory, manifest, named }: FrameworkEvidence): Framework {
  const has = (name: string) => manifest?.dependencies.has(name) ?? false
  const any = (pattern: RegExp) => paths.some((path) => pattern.test(relativeTo(directory, path) ?? path))
  // A project that Vite builds may name Next.js for one of its parts.
  const scripts = [...(manifest?.scripts.values() ?? [])].join('\n')
  const isVite = any(/^vite\.config\.[cm]?[jt]s$/) && !/\bnext (dev|build|start)\b/.test(scripts)
  if ((has('next') && !isVite) || any(/^next\.config\.[cm]?[jt]s$/)) return 'next'
  if (has('svelte') || any(/\.svelte$/)) return 'svelte'
  if (has('vue') || has('nuxt') || any(/\.vue$/)) return 'vue'
  if (has('react') || has('react-dom') || any(/\.[jt]sx$/)) return 'react'
  const isPage = any(/\.html$/)
  if (isPage && !/express|fastify|koa|hono/.test([...(manifest?.dependencies.keys() ?? [])].join(' ')))
    return 'html'
  const scripted = any(/\.[cm]?[jt]s$/)
  if (scripted && (manifest !== null || named.includes('node'))) return 'node'
  return namedFramework(named) ?? (isPage ? 'html' : scripted ? 'node' : 'unknown')
}

function namedFramework(named: readonly string[]): Framework | null {
  for (const name of named) {
    if (/^next/.test(name)) return 'next'
    if (/^(vue|nuxt)/.test(name)) return 'vue'
    if (/^svelte/.test(name)) return 'svelte'
    if (/^react/.test(name)) return 'react'
    if (/^(html|vanilla|javascript)/.test(name)) return 'html'
    if (/^(node|express|fastify|hono)/.test(name)) return 'node'
  }
  return null
}

export function detectBundler(
  { paths, directory, manifest }: FrameworkEvidence,
  framework: Framework,
): ProjectRoot['bundler'] {
  const scripts = [...(manifest?.scripts.values() ?? [])].join('\n')
  const has = (name: string) => manifest?.dependencies.has(name) ?? false
  const any = (pattern: RegExp) => paths.some((path) => pattern.test(relativeTo(directory, path) ?? path))
  if (framework === 'next') return 'next'
  if (has('vite') && /\bvite\b/.test(scripts) && !/\b(react-scripts|webpack|craco)\b/.test(scripts))
    return 'vite'
  if (has('react-scripts') || has('webpack') || has('@craco/craco') || has('@vue/cli-service'))
    return 'webpack'
  if (has('vite') || /\bvite\b/.test(scripts) || any(/^vite\.config\./)) return 'vite'
  if (has('parcel') || has('@rsbuild/core') || has('esbuild') || has('rollup') || has('snowpack'))
    return 'other'
  if (detectMetaFramework(manifest) !== null) return 'other'
  if (framework === 'react' || framework === 'vue' || framework === 'svelte') {
    return any(/^index\.html$/) && any(/^src\//) ? 'vite' : 'none'
  }
  return 'none'
}
