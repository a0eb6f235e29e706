/** Turns one file of a generated project into CommonJS that runs in the frame. */
import { transform } from 'sucrase'

const SCRIPT = /\.[cm]?[jt]sx?$/

/**
 * @returns the body of a function of (require, module, exports)
 * @throws SyntaxError with file and line, where the code does not parse
 */
export function compileModule(path: string, content: string): string {
  if (path.endsWith('.json')) return `module.exports = ${content}`
  if (!SCRIPT.test(path))
    return `exports.__esModule = true; exports.default = ${JSON.stringify(assetAddress(path, content))}`
  const { code } = transform(content, {
    filePath: path,
    transforms: ['imports', 'jsx', 'typescript'],
    jsxRuntime: 'automatic',
    production: true,
  })
  // Only bundlers know `import.meta`; what projects read there is the mode and the variables they were built with.
  const environment = JSON.stringify({
    MODE: 'production',
    PROD: true,
    DEV: false,
    SSR: false,
    BASE_URL: '/',
  })
  return code.replace(/\bimport\.meta\b/g, `({ env: ${environment}, url: "about:blank" })`)
}

/** Text files that a page shows, such as drawings, go in as data; what is not text was never in the project. */
function assetAddress(path: string, content: string): string {
  const type = path.endsWith('.svg') ? 'image/svg+xml' : 'text/plain'
  return `data:${type};charset=utf-8,${encodeURIComponent(content)}`
}
