/** The preview's page as one file: an origin of its own may load nothing, so its program stands in it. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { SCRIPT_NONCE } from './pageScripts.ts'

/** No network, no frames, no forms that go anywhere; only script that is in the page or that it makes itself. */
const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${SCRIPT_NONCE}' 'unsafe-eval'`,
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'media-src data: blob:',
  'font-src data:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ')

/** @returns the text of `preview.html` */
export async function buildPreviewPage(): Promise<string> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('frame.tsx', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  })
  const program = bundle.outputFiles[0]?.text ?? ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>Preview</title>
</head>
<body>
<script nonce="${SCRIPT_NONCE}">${program.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`
}
