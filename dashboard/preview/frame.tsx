/**
 * The program of the preview's frame: shows one generated project, which is not trusted. The frame has an origin of its
 * own, no network and no way out but `postMessage`; the dashboard holds it to that (sandbox, content security policy).
 */
import * as lucide from 'lucide-react'
import * as react from 'react'
import * as jsxRuntime from 'react/jsx-runtime'
import * as reactDom from 'react-dom'
import * as reactDomClient from 'react-dom/client'
import * as reactRouter from 'react-router'
import * as recharts from 'recharts'
import { entryPoint } from './entryPoint.ts'
import type { PreviewReport } from './frameMessage.ts'
import { giveStorage } from './memoryStorage.ts'
import { createModuleLoader, type ModuleLoader } from './moduleLoader.ts'
import { nextPackages } from './nextPackages.tsx'
import { bindHandlers, runClassicScript } from './pageScripts.ts'
import type { Files } from './resolveModule.ts'

/** Pages of a frame cannot move its address: routes live in memory. */
const router = {
  ...reactRouter,
  BrowserRouter: reactRouter.MemoryRouter,
  HashRouter: reactRouter.MemoryRouter,
  createBrowserRouter: (routes: reactRouter.RouteObject[]) => reactRouter.createMemoryRouter(routes),
  createHashRouter: (routes: reactRouter.RouteObject[]) => reactRouter.createMemoryRouter(routes),
}

const PACKAGES = new Map<string, unknown>([
  ['react', { ...react, default: react }],
  ['react/jsx-runtime', jsxRuntime],
  ['react/jsx-dev-runtime', jsxRuntime],
  ['react-dom', { ...reactDom, ...reactDomClient, default: { ...reactDom, ...reactDomClient } }],
  ['react-dom/client', { ...reactDomClient, default: reactDomClient }],
  ['react-router', router],
  ['react-router-dom', router],
  ['lucide-react', lucide],
  ['recharts', recharts],
  ...nextPackages,
])

function report(message: PreviewReport): void {
  window.parent.postMessage(message, '*')
}

function reportBroken(error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  report({ state: 'broken', message: message.slice(0, 5_000) })
}

function show(files: Files): void {
  const entry = entryPoint(files)
  if (entry === null) return report({ state: 'nothing_to_show' })
  const loader = createModuleLoader({ files, packages: PACKAGES, addStyle })
  if (entry.kind === 'component') {
    showComponent(loader.load(entry.path))
  } else {
    for (const css of entry.styles) addStyle(css)
    document.body.innerHTML = entry.body
    bindHandlers(document.body)
    for (const script of entry.scripts) {
      if (script.kind === 'classic') runClassicScript(script.code)
      else runModule(loader, script)
    }
    // Whoever waits for these would have heard them after the scripts of a page of its own.
    document.dispatchEvent(new Event('DOMContentLoaded'))
    window.dispatchEvent(new Event('load'))
  }
  report({ state: 'running' })
}

function runModule(loader: ModuleLoader, { path, code }: { path: string; code?: string }): void {
  if (code === undefined) loader.load(path)
  else loader.run(path, code)
}

function showComponent(module: unknown): void {
  const component = (module as { default?: react.ComponentType }).default
  if (typeof component !== 'function') throw new Error('the main component is not exported as default')
  const root = document.createElement('div')
  document.body.append(root)
  reactDomClient.createRoot(root).render(jsxRuntime.jsx(component, {}))
}

function addStyle(css: string): void {
  const style = document.createElement('style')
  style.textContent = css
  document.head.append(style)
}

function filesOf(message: unknown): Files | null {
  const files = (message as { files?: unknown } | null)?.files
  return typeof files === 'object' && files !== null ? (files as Files) : null
}

giveStorage(window)
window.addEventListener('error', (event) => reportBroken(event.error ?? event.message))
window.addEventListener('unhandledrejection', (event) => reportBroken(event.reason))
window.addEventListener('message', function receive(event) {
  const files = event.source === window.parent ? filesOf(event.data) : null
  if (files === null) return
  // One project a frame: the next gets a frame of its own.
  window.removeEventListener('message', receive)
  try {
    show(files)
  } catch (error) {
    reportBroken(error)
  }
})
report({ state: 'ready' })
