/** Packages that come with another: peers that npm installs by itself, and dependencies hoisted beside it. */

/** Package → what may be imported once it is installed. Prefixes end with `*`. */
const BROUGHT: Record<string, string> = {
  react: 'scheduler',
  'react-dom': 'react scheduler',
  'react-router-dom': 'react-router @remix-run/router history',
  '@testing-library/react': '@testing-library/dom react react-dom',
  next: 'react react-dom styled-jsx @swc/helpers',
  'react-scripts': 'webpack eslint babel-jest jest @babel/* postcss autoprefixer uuid',
  '@tanstack/react-query': '@tanstack/query-core react',
  '@tanstack/react-table': '@tanstack/table-core',
  '@tanstack/react-virtual': '@tanstack/virtual-core',
  '@tanstack/react-router': '@tanstack/router-core @tanstack/history react-router',
  '@tanstack/react-start': '@tanstack/react-router @tanstack/start-client-core @tanstack/router-core',
  recharts:
    'react-is lodash clsx eventemitter3 victory-vendor d3-* react-smooth recharts-scale prop-types @reduxjs/toolkit react-redux immer reselect',
  'framer-motion': 'motion-dom motion-utils tslib',
  motion: 'framer-motion motion-dom motion-utils',
  'class-variance-authority': 'clsx',
  '@reduxjs/toolkit': 'redux immer reselect redux-thunk',
  'react-hook-form': 'react',
  '@hookform/resolvers': 'react-hook-form',
  cmdk: '@radix-ui/react-dialog @radix-ui/react-id @radix-ui/react-primitive @radix-ui/react-compose-refs @radix-ui/react-slot',
  vaul: '@radix-ui/react-dialog @radix-ui/react-slot',
  '@radix-ui/react-alert-dialog': '@radix-ui/react-dialog',
  '@radix-ui/react-accordion': '@radix-ui/react-collapsible',
  '@radix-ui/react-toggle-group': '@radix-ui/react-toggle',
  '@radix-ui/react-toolbar': '@radix-ui/react-separator @radix-ui/react-toggle-group @radix-ui/react-toggle',
  '@radix-ui/react-form': '@radix-ui/react-label',
  '@radix-ui/themes': '@radix-ui/*',
  'radix-ui': '@radix-ui/*',
  '@dnd-kit/sortable': '@dnd-kit/core @dnd-kit/utilities',
  '@dnd-kit/core': '@dnd-kit/utilities @dnd-kit/accessibility',
  'react-dnd': 'dnd-core',
  'embla-carousel-react': 'embla-carousel embla-carousel-reactive-utils',
  vite: 'esbuild rollup postcss',
  vitest: 'vite chai @vitest/* esbuild',
  '@vitejs/plugin-react': 'vite @babel/core',
  '@vitejs/plugin-vue': 'vite vue',
  tailwindcss: 'postcss postcss-*',
  autoprefixer: 'postcss',
  vue: '@vue/*',
  'vue-router': 'vue @vue/devtools-api',
  pinia: 'vue',
  nuxt: 'vue vue-router @vue/* h3 ofetch ufo defu',
  '@sveltejs/kit': 'svelte vite @sveltejs/vite-plugin-svelte',
  '@sveltejs/vite-plugin-svelte': 'svelte vite',
  '@supabase/supabase-js':
    '@supabase/auth-js @supabase/gotrue-js @supabase/functions-js @supabase/postgrest-js @supabase/realtime-js @supabase/storage-js @supabase/node-fetch',
  firebase: '@firebase/*',
  '@react-three/drei': '@react-three/fiber three three-stdlib',
  '@react-three/fiber': 'three zustand',
  'react-chartjs-2': 'chart.js',
  'react-leaflet': 'leaflet @react-leaflet/core',
  '@mui/material':
    '@emotion/* @mui/system @mui/utils @mui/styled-engine @mui/private-theming @mui/types @mui/base clsx prop-types react-transition-group',
  '@mui/icons-material': '@mui/material',
  '@chakra-ui/react': '@emotion/* @chakra-ui/* framer-motion',
  antd: '@ant-design/* dayjs rc-* classnames',
  'styled-components': 'stylis @emotion/is-prop-valid',
  express: 'body-parser qs cookie path-to-regexp serve-static',
  eslint: '@eslint/* espree',
  'typescript-eslint': '@typescript-eslint/*',
  i18next: '@babel/runtime',
  expo: '@expo/* expo-* react react-native babel-preset-expo @react-native/*',
  '@apollo/client': 'graphql @graphql-typed-document-node/core',
  '@tiptap/react': '@tiptap/core @tiptap/pm @tiptap/extension-bubble-menu @tiptap/extension-floating-menu',
  '@tiptap/starter-kit':
    '@tiptap/core @tiptap/pm @tiptap/extension-document @tiptap/extension-paragraph @tiptap/extension-text @tiptap/extension-bold @tiptap/extension-italic @tiptap/extension-heading @tiptap/extension-history @tiptap/extension-bullet-list @tiptap/extension-ordered-list @tiptap/extension-list-item @tiptap/extension-code-block',
  '@fullcalendar/react': '@fullcalendar/core',
  '@prisma/client': '.prisma',
  'next-intl': 'use-intl',
  d3: 'd3-*',
  '@tensorflow/tfjs':
    '@tensorflow/tfjs-core @tensorflow/tfjs-backend-cpu @tensorflow/tfjs-backend-webgl @tensorflow/tfjs-converter @tensorflow/tfjs-data @tensorflow/tfjs-layers',
  'react-datepicker': 'date-fns',
  'use-sound': 'howler',
  'react-markdown': 'unified remark-parse remark-rehype vfile unist-util-visit',
  'react-syntax-highlighter': 'highlight.js lowlight refractor prismjs',
  'react-big-calendar': 'date-arithmetic',
  'react-quill': 'quill',
  swiper: 'ssr-window dom7',
  ethers: '@ethersproject/*',
  wagmi: '@wagmi/core',
  googleapis: 'google-auth-library gaxios',
  'pdfjs-dist': 'canvas',
  'react-pdf': 'pdfjs-dist',
  jspdf: 'html2canvas dompurify',
  ai: '@ai-sdk/* zod',
}

/** Packages that name `react` as a peer, and those that name `react-dom` besides. */
const WRITTEN_FOR_REACT =
  /^react-(?!native|scripts|is$)|^@radix-ui\/|-react$|\/react$|^next-themes$|^lucide-react$|^sonner$|^cmdk$|^vaul$|^swr$|^wouter$|^input-otp$|^styled-components$|^@tanstack\/react-|^@dnd-kit\/|^@heroicons\/|^recharts$|^@mui\/|^@chakra-ui\//
const WRITTEN_FOR_REACT_DOM =
  /^@radix-ui\/react-(?!slot|icons|context|id|use-|compose)|^(cmdk|vaul|sonner|input-otp|recharts|next-themes|react-(hot-toast|toastify|router-dom|resizable-panels|transition-group|use|window|smooth|select|datepicker|modal|leaflet|beautiful-dnd|bootstrap))$|^@dnd-kit\/core$|^@(mui\/material|chakra-ui\/react|headlessui\/react|testing-library\/react)$/

/** What nearly every primitive of Radix is made of. */
const RADIX_PARTS =
  /^@radix-ui\/(primitive|react-(slot|primitive|compose-refs|context|id|presence|use-[\w-]+))$/

/** Whether installing `declared` leaves `name` importable: as a peer npm adds, or hoisted as a dependency. */
export function isTransitiveDependency(declared: ReadonlyMap<string, string>, name: string): boolean {
  for (const dependency of declared.keys()) {
    const brought = Object.hasOwn(BROUGHT, dependency) ? BROUGHT[dependency] : undefined
    if (brought !== undefined && matches(brought, name)) return true
    if (RADIX_PARTS.test(name) && dependency.startsWith('@radix-ui/react-')) return true
    if (name === 'react' && WRITTEN_FOR_REACT.test(dependency)) return true
    if (name === 'react-dom' && WRITTEN_FOR_REACT_DOM.test(dependency)) return true
  }
  return false
}

function matches(brought: string, name: string): boolean {
  return brought
    .split(' ')
    .some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name))
}
