import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { buildPreviewPage } from './preview/buildPreviewPage.ts'

/** Puts `preview.html` beside the app: a page of its own, with a policy of its own. */
function previewPage(): Plugin {
  return {
    name: 'merit-preview-page',
    apply: 'build',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'preview.html', source: await buildPreviewPage() })
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), previewPage()],
  build: {
    target: 'es2022',
    // Inlined modules would need `unsafe-inline` or a hash in the content security policy.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
})
