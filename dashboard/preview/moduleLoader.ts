/** Loads the modules of a generated project in the frame: compiled when first asked for, each run once. */
import { compileModule } from './compileModule.ts'
import { type Files, resolveModule } from './resolveModule.ts'

export interface ModuleLoader {
  /** @throws whatever the module throws, and Error for an import that leads nowhere */
  load(path: string): unknown
  /** Runs code that stands in the page itself. */
  run(path: string, code: string): unknown
}

export interface ModuleLoaderOptions {
  files: Files
  /** What the frame has of packages. */
  packages: ReadonlyMap<string, unknown>
  addStyle: (css: string) => void
}

export function createModuleLoader({ files, packages, addStyle }: ModuleLoaderOptions): ModuleLoader {
  const loaded = new Map<string, { exports: unknown }>()

  function load(path: string): unknown {
    const known = loaded.get(path)
    if (known !== undefined) return known.exports
    const content = files[path] ?? ''
    if (/\.(?:css|scss|sass|less)$/.test(path)) return loadStyle(path, content)
    return run(path, content)
  }

  function run(path: string, content: string): unknown {
    // Known before it runs: modules that import each other in a circle see what is there so far.
    const module: { exports: unknown } = { exports: {} }
    loaded.set(path, module)
    const body = `${compileModule(path, content)}\n//# sourceURL=${path}`
    const require = (specifier: string) => requireFrom(specifier, path)
    new Function('require', 'module', 'exports', 'process', body)(require, module, module.exports, PROCESS)
    return module.exports
  }

  function loadStyle(path: string, css: string): unknown {
    addStyle(css.replace(/@(?:tailwind|import|apply)\b[^;]*;/g, ''))
    // Class names stay as they are, so a CSS module's `styles.card` is `card`.
    const names = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? name : undefined) })
    const module = { exports: { __esModule: true, default: names } }
    loaded.set(path, module)
    return module.exports
  }

  function requireFrom(specifier: string, importer: string): unknown {
    const path = resolveModule(specifier, importer, files)
    if (path !== null) return load(path)
    if (packages.has(specifier)) return packages.get(specifier)
    // A package's style sheet, such as a font, changes looks alone.
    if (specifier.endsWith('.css')) return {}
    if (/^[./]|^[@~]\//.test(specifier))
      throw new Error(`${importer} imports ${specifier}, which is not there`)
    throw new Error(`the preview does not have the package ${specifier}, which ${importer} imports`)
  }

  return { load, run }
}

const PROCESS = { env: { NODE_ENV: 'production' } }
