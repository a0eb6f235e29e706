/** How a generated project is started: by a page of its own, by its main module, or by its first component. */
import { type Files, resolveModule } from './resolveModule.ts'

export type EntryPoint =
  /** Scripts that the page names are modules of the project, run in this order once its body stands. */
  | { kind: 'page'; path: string; body: string; styles: string[]; scripts: PageScript[] }
  /** A module whose default export is a React component, where nothing in the project mounts it. */
  | { kind: 'component'; path: string }

export type PageScript =
  /** A module of the project, or a script in the page that is one. */
  | { kind: 'module'; path: string; code?: string }
  /** Shares its names with the page's other scripts and handlers. */
  | { kind: 'classic'; path: string; code: string }

const COMPONENT_PATHS = [
  ...['src/App.tsx', 'src/App.jsx', 'src/app.tsx', 'App.tsx', 'App.jsx', 'src/App.js', 'App.js'],
  ...['app/page.tsx', 'src/app/page.tsx', 'app/page.jsx', 'pages/index.tsx', 'src/pages/index.tsx'],
  ...['pages/index.jsx', 'src/pages/index.jsx', 'pages/index.js'],
]
const MAIN_PATHS = [
  'src/main.tsx',
  'src/main.jsx',
  'src/main.ts',
  'src/main.js',
  'src/index.tsx',
  'src/index.jsx',
]

/** @returns null where the project has nothing that a browser could show */
export function entryPoint(files: Files): EntryPoint | null {
  const page = ['index.html', 'public/index.html', 'src/index.html'].find((path) =>
    Object.hasOwn(files, path),
  )
  if (page !== undefined) {
    const entry = readPage(page, files)
    if (entry.scripts.length > 0 || entry.body.replace(/<[^>]*>/g, '').trim() !== '') return entry
  }
  const main = MAIN_PATHS.find((path) => Object.hasOwn(files, path))
  if (main !== undefined) {
    const body = '<div id="root"></div><div id="app"></div>'
    return { kind: 'page', path: main, body, styles: [], scripts: [{ kind: 'module', path: main }] }
  }
  const component = COMPONENT_PATHS.find((path) => Object.hasOwn(files, path))
  return component === undefined ? null : { kind: 'component', path: component }
}

function readPage(path: string, files: Files): EntryPoint & { kind: 'page' } {
  const page = new DOMParser().parseFromString(files[path] ?? '', 'text/html')
  const scripts: PageScript[] = []
  for (const [index, script] of [...page.querySelectorAll('script')].entries()) {
    const source = script.getAttribute('src')
    const found = source === null ? null : resolveModule(asRelative(source), path, files)
    const code = source === null ? (script.textContent ?? '') : files[found ?? '']
    if (code !== undefined) {
      const place = found ?? `${path}#${index}`
      if (isModule(script.type, place))
        scripts.push({ kind: 'module', path: place, ...(found === null && { code }) })
      else if (isJavaScript(script.type)) scripts.push({ kind: 'classic', path: place, code })
    }
    script.remove()
  }
  const styles: string[] = []
  for (const element of page.querySelectorAll('style, link')) {
    const found = resolveModule(asRelative(element.getAttribute('href') ?? ''), path, files)
    if (element.localName === 'style') styles.push(element.textContent ?? '')
    else if (element.matches('[rel~="stylesheet"]') && found !== null) styles.push(files[found] ?? '')
    element.remove()
  }
  return { kind: 'page', path, body: page.body.innerHTML, styles, scripts }
}

/** In a page `app.js` is an address, not a package. */
function asRelative(address: string): string {
  return /^(?:[a-z]+:|\/|\.)/i.test(address) ? address : `./${address}`
}

function isModule(type: string, path: string): boolean {
  return type === 'module' || /babel|jsx/.test(type) || /\.(?:[jt]sx|ts)$/.test(path)
}

function isJavaScript(type: string): boolean {
  return type === '' || type.includes('javascript')
}
