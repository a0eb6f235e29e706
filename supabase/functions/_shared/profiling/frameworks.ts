/** The frameworks a task is about. */

const FRAMEWORKS: readonly [name: string, pattern: RegExp][] = [
  ['next', /\bnext\.?js\b|\bnext 1\d\b/i],
  ['remix', /\bremix\b/i],
  ['react-native', /\breact[- ]native\b|\bexpo\b/i],
  ['react', /\breact(?:\.?js)?\b(?![- ]native)/i],
  ['nuxt', /\bnuxt(?:\.?js)?\b/i],
  ['vue', /\b(?:vue|nuxt)(?:\.?js)?\b/i],
  ['svelte', /\bsvelte(?:kit)?\b/i],
  ['angular', /\bangular\b/i],
  ['solid', /\bsolid\.?js\b/i],
  ['astro', /\bastro\b/i],
  ['express', /\bexpress(?:\.?js)?\b(?! (?:yourself|myself|shipping|delivery))/i],
  ['nest', /\bnest\.?js\b/i],
  ['node', /\b(?:node(?:\.?js)?|express(?:\.?js)?|fastify|hono|nest\.?js)\b/i],
  ['django', /\bdjango\b/i],
  ['flask', /\bflask\b/i],
  ['fastapi', /\bfastapi\b/i],
  ['rails', /\bruby on rails\b|\brails\b/i],
  ['laravel', /\blaravel\b/i],
  ['spring', /\bspring ?boot\b/i],
  ['flutter', /\bflutter\b/i],
  ['html', /\b(?:plain|vanilla) (?:html|js|javascript)\b|\bhtml\b/i],
]

/** Package names by which a manifest gives a framework away. */
const PACKAGES: Readonly<Record<string, string>> = {
  next: 'next',
  react: 'react',
  'react-native': 'react-native',
  nuxt: 'nuxt',
  vue: 'vue',
  svelte: 'svelte',
  '@sveltejs/kit': 'svelte',
  '@angular/core': 'angular',
  'solid-js': 'solid',
  astro: 'astro',
  express: 'express',
  fastify: 'node',
  hono: 'node',
  '@nestjs/core': 'nest',
}

/** The first so many characters name the framework, if any do. */
const READ_CHARACTERS = 4_000
const MANIFEST_CHARACTERS = 20_000

/** The caller's own word first, then the request's, then what the files' manifest depends on. */
export function namedFrameworks(
  request: string,
  framework: string | undefined,
  manifest: string | undefined,
): string[] {
  const head = request.slice(0, READ_CHARACTERS)
  const dependencies = manifest?.slice(0, MANIFEST_CHARACTERS) ?? ''
  return [
    ...new Set([
      ...(framework ? [framework.toLowerCase()] : []),
      ...FRAMEWORKS.filter(([, pattern]) => pattern.test(head)).map(([name]) => name),
      ...Object.entries(PACKAGES).flatMap(([name, slug]) =>
        dependencies.includes(`"${name}"`) ? [slug] : [],
      ),
    ]),
  ]
}
