// Whether a project builds, said by a real bundler over the files in memory: the truth fatal defects are held against.
import { posix } from 'node:path'
import { type BuildFailure, build, type Plugin } from 'esbuild'

type Files = Record<string, string>

const EXTENSIONS = ['', '.tsx', '.ts', '.jsx', '.js', '/index.tsx', '/index.ts', '/index.js']

/** What keeps a React, plain or Node project from being installed, built or started; empty where nothing does. */
export async function buildProblems(files: Files): Promise<string[]> {
  const entries = entryPoints(files)
  if (typeof entries === 'string') return [entries]
  const declared = declaredPackages(files)
  if (typeof declared === 'string') return [declared]
  try {
    await build({
      entryPoints: entries,
      bundle: true,
      write: false,
      outdir: 'out',
      format: 'esm',
      jsx: 'automatic',
      platform: 'node',
      logLevel: 'silent',
      // A file left without exports passes for CommonJS; the bundlers of these projects refuse it.
      logOverride: { 'import-is-undefined': 'error' },
      plugins: [inMemory(files, declared)],
    })
    return []
  } catch (error) {
    const failure = error as BuildFailure
    return failure.errors?.map(({ text, location }) => `${location?.file ?? ''}: ${text}`) ?? [String(error)]
  }
}

function entryPoints(files: Files): string[] | string {
  const next = Object.keys(files).filter((path) =>
    /^app\/(.*\/)?(page|layout|route|loading|error|not-found)\.tsx?$/.test(path),
  )
  if (next.length > 0) return 'app/layout.tsx' in files ? next : 'no root layout'
  if ('src/index.ts' in files && !usesHtml(files)) return ['src/index.ts']
  const html = files['index.html']
  if (html === undefined) return usesHtml(files) ? 'no index.html' : 'no entry'
  const script = /<script type="module" src="\/?([^"]+)"/.exec(html)?.[1] ?? ''
  return script in files ? [script] : `no entry ${script}`
}

function usesHtml(files: Files): boolean {
  return (
    'index.html' in files || !('src/index.ts' in files) || (files['package.json'] ?? '').includes('"vite"')
  )
}

/** Packages with what installers bring along for them; `null` where the project needs none. */
function declaredPackages(files: Files): Set<string> | null | string {
  const text = files['package.json']
  if (text === undefined)
    return Object.keys(files).some(
      (path) => path.endsWith('.tsx') || path.endsWith('.jsx') || path.endsWith('.ts'),
    )
      ? 'no package.json'
      : null
  try {
    const manifest = JSON.parse(text) as { dependencies?: Files; devDependencies?: Files }
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    const peers = names.some((name) => ['react-dom', 'next', 'lucide-react', 'zustand'].includes(name))
      ? ['react']
      : []
    return new Set([...names, ...peers, ...(names.includes('react-router-dom') ? ['react-dom'] : [])])
  } catch {
    return 'package.json is no JSON'
  }
}

function inMemory(files: Files, declared: Set<string> | null): Plugin {
  const hasAlias = 'vite.config.ts' in files || 'next.config.ts' in files
  return {
    name: 'in-memory',
    setup(context) {
      context.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return { path, namespace: 'project' }
        if (kind === 'url-token' || path.startsWith('node:') || path === 'tailwindcss')
          return { path, external: true }
        const alias = path.startsWith('@/') && hasAlias
        if (!alias && !path.startsWith('.')) {
          const name = path
            .split('/')
            .slice(0, path.startsWith('@') ? 2 : 1)
            .join('/')
          if (declared?.has(name)) return { path, external: true }
          return { errors: [{ text: `package ${name} is not declared` }] }
        }
        const bases = alias
          ? [posix.join('src', path.slice(2)), path.slice(2)]
          : [posix.join(posix.dirname(importer), path)]
        for (const base of bases) {
          for (const extension of EXTENSIONS)
            if (base + extension in files) return { path: base + extension, namespace: 'project' }
          const source = base.replace(/\.js$/, '.ts')
          if (source in files) return { path: source, namespace: 'project' }
        }
        return { errors: [{ text: `no file for ${path}` }] }
      })
      context.onLoad({ filter: /.*/, namespace: 'project' }, ({ path }) => {
        const extension = path.split('.').at(-1)
        const loader = extension === 'tsx' || extension === 'ts' || extension === 'css' ? extension : 'jsx'
        return { contents: files[path] ?? '', loader }
      })
    },
  }
}
