// The smallest whole projects of each framework; tests change the one thing they are about.
import type { ScoreProjectInput } from '../../../supabase/functions/_shared/scoring/scoreProject.ts'

/** Path → content; `null` takes a file of the sample away. */
export type Changes = Record<string, string | null>

type Files = Record<string, string>

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

function changed(files: Files, changes: Changes): Files {
  const result = { ...files }
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) delete result[path]
    else result[path] = content
  }
  return result
}

export function manifestOf(dependencies: Record<string, string>, scripts: Record<string, string>): string {
  return json({ name: 'sample', private: true, type: 'module', scripts, dependencies })
}

export const REACT_PACKAGES = {
  react: '^18.3.1',
  'react-dom': '^18.3.1',
  vite: '^5.4.0',
  '@vitejs/plugin-react': '^4.3.0',
}
export const VITE_SCRIPTS = { dev: 'vite', build: 'vite build' }

export const COUNTER = `import { useState } from 'react'

export default function App() {
  const [count, setCount] = useState(0)
  return (
    <main className="page">
      <h1>Counter</h1>
      <p>{count} clicks</p>
      <button type="button" onClick={() => setCount(count + 1)}>
        Count
      </button>
    </main>
  )
}
`

/** React with TypeScript and Vite: a counter. */
export function reactFiles(changes: Changes = {}): Files {
  return changed(
    {
      'package.json': manifestOf(REACT_PACKAGES, VITE_SCRIPTS),
      'vite.config.ts':
        "import react from '@vitejs/plugin-react'\nimport { defineConfig } from 'vite'\n\nexport default defineConfig({ plugins: [react()] })\n",
      'tsconfig.json': json({ compilerOptions: { jsx: 'react-jsx', strict: true } }),
      'index.html':
        '<!doctype html>\n<html lang="en">\n<head><title>Counter</title></head>\n<body>\n<div id="root"></div>\n<script type="module" src="/src/main.tsx"></script>\n</body>\n</html>\n',
      'src/main.tsx':
        "import { createRoot } from 'react-dom/client'\nimport App from './App'\nimport './index.css'\n\nconst root = document.getElementById('root')\nif (root) createRoot(root).render(<App />)\n",
      'src/index.css': '.page {\n  margin: 2rem auto;\n  max-width: 40rem;\n  font-family: sans-serif;\n}\n',
      'src/App.tsx': COUNTER,
    },
    changes,
  )
}

/** A page, a script and a style sheet without any build. */
export function htmlFiles(changes: Changes = {}): Files {
  return changed(
    {
      'index.html':
        '<!doctype html>\n<html lang="en">\n<head><link rel="stylesheet" href="style.css"></head>\n<body>\n<p id="total">0</p>\n<button id="more" class="more">More</button>\n<script src="script.js"></script>\n</body>\n</html>\n',
      'style.css': '.more {\n  color: teal;\n  padding: 1rem;\n  border: 1px solid currentcolor;\n}\n',
      'script.js':
        "const total = document.getElementById('total')\nlet count = 0\ndocument.getElementById('more').addEventListener('click', () => {\n  count += 1\n  total.textContent = String(count)\n})\n",
    },
    changes,
  )
}

/** A service in TypeScript that Node runs. */
export function nodeFiles(changes: Changes = {}): Files {
  return changed(
    {
      'package.json': manifestOf(
        { express: '^4.21.0', typescript: '^5.6.0' },
        { build: 'tsc', start: 'node dist/index.js' },
      ),
      'tsconfig.json': json({ compilerOptions: { outDir: 'dist', rootDir: 'src', strict: true } }),
      'src/index.ts':
        "import express from 'express'\nimport { greet } from './greet.js'\n\nconst app = express()\napp.get('/:name', (request, response) => {\n  response.json({ greeting: greet(request.params.name) })\n})\napp.listen(3000)\n",
      'src/greet.ts': 'export function greet(name: string): string {\n  return "Hello " + name\n}\n',
    },
    changes,
  )
}

export function vueFiles(changes: Changes = {}): Files {
  return changed(
    {
      'package.json': manifestOf(
        { vue: '^3.5.0', vite: '^5.4.0', '@vitejs/plugin-vue': '^5.1.0' },
        VITE_SCRIPTS,
      ),
      'vite.config.ts':
        "import vue from '@vitejs/plugin-vue'\nimport { defineConfig } from 'vite'\n\nexport default defineConfig({ plugins: [vue()] })\n",
      'index.html':
        '<!doctype html>\n<html lang="en">\n<body>\n<div id="app"></div>\n<script type="module" src="/src/main.ts"></script>\n</body>\n</html>\n',
      'src/main.ts':
        "import { createApp } from 'vue'\nimport App from './App.vue'\n\ncreateApp(App).mount('#app')\n",
      'src/App.vue':
        '<script setup lang="ts">\nimport { ref } from \'vue\'\n\nconst count = ref(0)\nfunction add() {\n  count.value += 1\n}\n</script>\n\n<template>\n  <main class="page">\n    <p>{{ count }} clicks</p>\n    <button type="button" @click="add">Count</button>\n  </main>\n</template>\n\n<style scoped>\n.page {\n  margin: 2rem;\n}\n</style>\n',
    },
    changes,
  )
}

export function svelteFiles(changes: Changes = {}): Files {
  return changed(
    {
      'package.json': manifestOf(
        { svelte: '^5.1.0', vite: '^5.4.0', '@sveltejs/vite-plugin-svelte': '^4.0.0' },
        VITE_SCRIPTS,
      ),
      'vite.config.ts':
        "import { svelte } from '@sveltejs/vite-plugin-svelte'\nimport { defineConfig } from 'vite'\n\nexport default defineConfig({ plugins: [svelte()] })\n",
      'index.html':
        '<!doctype html>\n<html lang="en">\n<body>\n<div id="app"></div>\n<script type="module" src="/src/main.ts"></script>\n</body>\n</html>\n',
      'src/main.ts':
        "import { mount } from 'svelte'\nimport App from './App.svelte'\n\nconst target = document.getElementById('app')\nif (target) mount(App, { target })\n",
      'src/App.svelte':
        '<script lang="ts">\n  let count = $state(0)\n  function add() {\n    count += 1\n  }\n</script>\n\n<main class="page">\n  <p>{count} clicks</p>\n  <button type="button" onclick={add}>Count</button>\n</main>\n\n<style>\n  .page {\n    margin: 2rem;\n  }\n</style>\n',
    },
    changes,
  )
}

export function nextFiles(changes: Changes = {}): Files {
  return changed(
    {
      'package.json': manifestOf(
        { next: '^15.0.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
        { dev: 'next dev', build: 'next build', start: 'next start' },
      ),
      'tsconfig.json': json({ compilerOptions: { jsx: 'preserve', paths: { '@/*': ['./*'] } } }),
      'app/layout.tsx':
        'import type { ReactNode } from \'react\'\nimport \'./globals.css\'\n\nexport default function RootLayout({ children }: { children: ReactNode }) {\n  return (\n    <html lang="en">\n      <body className="page">{children}</body>\n    </html>\n  )\n}\n',
      'app/globals.css': '.page {\n  margin: 2rem;\n}\n',
      'app/page.tsx':
        'import { Counter } from \'@/components/Counter\'\n\nexport default function Home() {\n  return (\n    <main className="page">\n      <h1>Counter</h1>\n      <Counter />\n    </main>\n  )\n}\n',
      'components/Counter.tsx':
        '\'use client\'\nimport { useState } from \'react\'\n\nexport function Counter() {\n  const [count, setCount] = useState(0)\n  return (\n    <button type="button" className="page" onClick={() => setCount(count + 1)}>\n      {count} clicks\n    </button>\n  )\n}\n',
    },
    changes,
  )
}

/** The counter with another `App.tsx`. */
export function withApp(app: string, changes: Changes = {}): ScoreProjectInput {
  return { files: reactFiles({ 'src/App.tsx': app, ...changes }), request: '' }
}
