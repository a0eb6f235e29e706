/** Which words read as the name of a file, and which language a name or a code block belongs to. */

/** Extensions that occur in projects. A word without a slash is a file name only with one of these. */
const KNOWN_EXTENSIONS = new Set(
  `adoc ahk apex asm asax ascx asp aspx astro avdl avif awk bas bash bat bicep bib blade c cc cfg cfm cjs clj cljc
  cljs cls cmake cmd coffee conf config cpp cr cs csh cshtml csproj css cssx csv cts cu cxx d dart dbml desktop diff
  dockerfile dot ejs elm env eps erb erl ex example exs f90 feature fish fs fsproj fsx gd geojson gif glsl go gpx
  gql gradle graphql graphqls groovy h haml handlebars hbs hcl heex hh hjson hpp hrl hs htaccess htm html http hx
  hxx ical ico ics in inc ini ino ipynb jade java jinja jinja2 jl jpeg jpg js json json5 jsonc jsonl jsonld jsx
  jsp kt kts latex less lhs liquid lisp lua m mak markdown md mdc mdx mermaid mjs mk ml mli mm mod mts mustache
  ndjson nim nix nunjucks njk pas patch pdf php phtml pl plist pm png po pot postcss pp prisma pro prompt properties
  proto ps1 psd1 psm1 pug puml py pyi pyw pyx qmd r rake rb re rego res rkt rmd rs rst sass sbt scala scm scss sh
  sln sol sql srt sty styl svelte svg swift sv tcl tex tf tfvars thrift tmpl toml tpl ts tsv tsx twig txt v
  vb vbproj vbs vert vhd vhdl vtt vue wasm wat webmanifest webp wgsl xaml xhtml xml xsd xsl xslt yaml yml zig zsh`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Files that have no extension and are files all the same. */
const BARE_FILE_NAMES = new Set([
  'Dockerfile',
  'Containerfile',
  'Makefile',
  'GNUmakefile',
  'Justfile',
  'justfile',
  'Rakefile',
  'Gemfile',
  'Guardfile',
  'Podfile',
  'Fastfile',
  'Appfile',
  'Brewfile',
  'Pipfile',
  'Procfile',
  'Jenkinsfile',
  'Vagrantfile',
  'Caddyfile',
  'Tiltfile',
  'Earthfile',
  'BUILD',
  'WORKSPACE',
  'LICENSE',
  'LICENCE',
  'COPYING',
  'NOTICE',
  'AUTHORS',
  'CONTRIBUTORS',
  'CODEOWNERS',
  'CHANGELOG',
  'README',
  'CNAME',
  'VERSION',
])

/** Names whose last part is no extension of the list above. */
const NAMES_WITH_RARE_EXTENSIONS = new Set([
  'package-lock.json',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'Cargo.lock',
  'Gemfile.lock',
  'composer.lock',
  'Pipfile.lock',
  'mix.lock',
  'go.sum',
  'go.work',
  'docker-compose.override.yml',
])

/** Products and platforms that are written like a file. Compared in lower case; a path with a slash is never one. */
const PRODUCT_NAMES = new Set(
  `adonis.js alpine.js angular.js anime.js asp.net astro.js aurelia.js backbone.js babylon.js blitz.js bootstrap.js
  brain.js d3.js datatables.js day.js discord.js dojo.js draft.js ember.js ethers.js express.js fabric.js fastify.js
  feathers.js gatsby.js gsap.js hapi.js impact.js inferno.js jquery.js keystone.js knex.js knockout.js koa.js konva.js
  lodash.js loopback.js materialize.js matter.js meteor.js mithril.js moment.js nest.js next.js node.js
  nodemailer.js nuxt.js p5.js parse.js passport.js phaser.js pixi.js plotly.js polymer.js preact.js qwik.js ractive.js
  raphael.js react.js redwood.js reveal.js remix.js riot.js sails.js sequelize.js semantic.js socket.io solid.js
  stencil.js stimulus.js svelte.js swiper.js tensorflow.js three.js tone.js typed.js underscore.js velocity.js video.js
  vue.js web3.js zepto.js ml.net vb.net ado.net`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Products whose name is also a plain word: with a capital letter the product, without it a file (`chart.js`). */
const CAPITALIZED_PRODUCT_NAMES = new Set([
  'Chart.js',
  'Highlight.js',
  'Prism.js',
  'Paper.js',
  'Marked.js',
  'Hammer.js',
])

const EXTENSION = /\.([A-Za-z0-9_]{1,15})$/

/** Text that no file of a project is called: a URL, markup, a wildcard, a list, a call. */
const NEVER_IN_A_NAME = /[<>"'`|?*{}=;,!\s]|:\/\/|\(\)/

/** A dotfile by its look: `.env.local`, `.eslintrc.cjs`, `.gitignore`; `.NET` and `.py` are none. */
const DOTFILE =
  /^\.(?:env|git[a-z]+|docker[a-z]+|editorconfig|nvmrc|node-version|python-version|ruby-version|tool-versions|babelrc|browserslistrc|npmrc|npmignore|yarnrc|prettier[a-z]*|eslint[a-z]*|stylelint[a-z]*|[a-z][a-z-]+rc|[a-z][a-z-]+ignore|htaccess|htpasswd|flaskenv|envrc|vercelignore|clang-format|pylintrc|flake8|swcrc|pre-commit-config|travis|gitlab-ci|coveragerc|netrc|bashrc|zshrc|profile)(?:\.[A-Za-z0-9_.-]+)?$/

/**
 * Whether a word reads as a path, well-formed or hostile: `src/App.tsx`, `..\\x.ts`, `.env` and `Dockerfile` do;
 * `tsx`, `Node.js`, `example.com`, `v1.2.beta` and `and/or` do not.
 */
export function looksLikeFilePath(word: string): boolean {
  if (word === '' || word.length > 400 || NEVER_IN_A_NAME.test(word)) return false
  if (/^(?:https?|ftp|file|mailto|data):/i.test(word) || /^www\./i.test(word)) return false
  const name = lastSegment(word)
  const hasFolder = name.length < word.length
  if (!hasFolder) return isBareFileName(name)
  if (isDomain(word)) return false
  if (BARE_FILE_NAMES.has(name) || NAMES_WITH_RARE_EXTENSIONS.has(name)) return true
  if (/^\.[A-Za-z][\w.-]*$/.test(name)) return true
  const extension = EXTENSION.exec(name)?.[1]
  if (extension === undefined) return /^(?:\.\.[\\/]|[A-Za-z]:[\\/])/.test(word) && name !== ''
  return /[A-Za-z]/.test(extension) && name.length > extension.length + 1
}

function isBareFileName(name: string): boolean {
  if (BARE_FILE_NAMES.has(name) || NAMES_WITH_RARE_EXTENSIONS.has(name)) return true
  if (name.startsWith('.')) return DOTFILE.test(name)
  if (PRODUCT_NAMES.has(name.toLowerCase()) || CAPITALIZED_PRODUCT_NAMES.has(name)) return false
  if (/^(?:Dockerfile|Makefile|LICENSE|README|Procfile)[.-][A-Za-z0-9_.-]+$/.test(name)) return true
  const extension = EXTENSION.exec(name)?.[1]
  if (extension === undefined || /^v?\d+(?:\.\d+)*\.[A-Za-z0-9]+$/.test(name)) return false
  // `process.env` and `config.example` are words of prose; `prod.env.example` is a file.
  if (/^(?:env|example)$/.test(extension))
    return /\.env(?:\.|$)/.test(name) && !/^(?:process|meta)\b/.test(name)
  return KNOWN_EXTENSIONS.has(extension.toLowerCase())
}

/** `example.com/index`, `github.com/user/repo.git`: an address, although nothing says `https`. */
function isDomain(word: string): boolean {
  const first = word.slice(0, word.search(/[\\/]/))
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|ai|app|edu|gov|co|de|uk|me|sh)$/i.test(first)
}

function lastSegment(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** The extension of a path in lower case, without the dot; empty where there is none. */
export function extensionOf(path: string): string {
  const name = lastSegment(path)
  return name.lastIndexOf('.') <= 0 ? '' : (EXTENSION.exec(name)?.[1] ?? '').toLowerCase()
}

/** Languages of code blocks that show what to type in a terminal, or what it printed. */
const SHELL_LANGUAGES = new Set(
  'bash sh shell console terminal zsh fish powershell ps1 pwsh ps cmd bat batch dos shellsession shell-session sh-session session output log'.split(
    ' ',
  ),
)

export function isShellLanguage(language: string): boolean {
  return SHELL_LANGUAGES.has(language)
}

const SCRIPT_EXTENSIONS = new Set(['sh', 'bash', 'zsh', 'fish', 'ps1', 'psm1', 'bat', 'cmd', 'csh', 'ksh'])

/** Whether a block in a shell language may be the content of this file. */
export function isScriptPath(path: string): boolean {
  return SCRIPT_EXTENSIONS.has(extensionOf(path)) || /(?:^|\/)\.(?:bash|zsh)(?:rc|_profile)$/.test(path)
}

/** Whether a path is one that holds Markdown or plain text: what may contain code fences of its own. */
export function isProsePath(path: string): boolean {
  const extension = extensionOf(path)
  return (
    /^(?:md|mdx|markdown|mdc|qmd|rmd|txt|text|rst|adoc|prompt)$/.test(extension) ||
    (extension === '' &&
      !/(?:^|\/)(?:Dockerfile|Containerfile|Makefile|Procfile|Gemfile|Rakefile)$/.test(path))
  )
}

/** Markdown proper, where a wrapping fence says `markdown`. */
export function isMarkdownPath(path: string): boolean {
  return /^(?:md|mdx|markdown|mdc|qmd|rmd)$/.test(extensionOf(path))
}

/** Languages and extensions by kin: a block in one language is no content of a file of another kin. */
const FAMILIES: readonly (readonly [family: string, names: string])[] = [
  [
    'script',
    'js jsx ts tsx mjs cjs mts cts javascript typescript javascriptreact typescriptreact node nodejs react',
  ],
  ['style', 'css scss sass less postcss styl stylus'],
  ['markup', 'html htm xhtml xml svg xaml html5 plist xsl xslt xsd'],
  ['python', 'py python python3 pyi pyw pyx'],
  ['json', 'json jsonc json5 jsonl webmanifest geojson ipynb jsonld'],
  ['yaml', 'yaml yml'],
  ['toml', 'toml'],
  ['sql', 'sql postgresql postgres mysql sqlite plpgsql pgsql psql'],
  ['markdown', 'md markdown mdx rst adoc'],
  ['shell', 'sh bash zsh fish ps1 psm1 bat cmd shell console powershell terminal'],
  ['go', 'go golang'],
  ['rust', 'rs rust'],
  ['java', 'java'],
  ['ruby', 'rb ruby'],
  ['csharp', 'cs csharp c#'],
  ['cpp', 'c h cpp hpp cc cxx hxx c++'],
  ['kotlin', 'kt kts kotlin'],
  ['swift', 'swift'],
]

const FAMILY_OF = new Map(
  FAMILIES.flatMap(([family, names]) => names.split(' ').map((name) => [name, family] as const)),
)

/** Whether a block in this language may be the content of this file. Unknown languages and names go with everything. */
export function languageFits(language: string, path: string): boolean {
  const ofLanguage = FAMILY_OF.get(language)
  const ofPath = FAMILY_OF.get(extensionOf(path))
  return ofLanguage === undefined || ofPath === undefined || ofLanguage === ofPath
}

/** What opens a comment in files of this kind. */
const COMMENT_STYLES: readonly (readonly [opener: string, extensions: string])[] = [
  [
    '//',
    'js jsx ts tsx mjs cjs mts cts json jsonc json5 scss sass less styl c h cc cpp cxx hpp hxx cs go java kt kts scala swift rs dart php proto sol zig groovy gradle glsl wgsl vert prisma v sv d hx pug vue svelte astro mod tf hcl m mm fs fsx cu ino jade bicep',
  ],
  [
    '#',
    'py pyi pyw pyx rb rake sh bash zsh fish ps1 psm1 yaml yml toml conf cfg ini env properties pl pm r jl ex exs nim tf tfvars hcl nix graphql gql cmake mk mak awk php coffee cr tcl feature rego dockerfile po gd puml',
  ],
  ['--', 'sql lua hs elm adb ads vhd vhdl'],
  [';', 'ini cfg conf clj cljs cljc lisp scm rkt asm ahk'],
  ['%', 'tex latex sty cls bib erl hrl m pro'],
  [
    '/*',
    'js jsx ts tsx mjs cjs mts cts css scss sass less postcss styl c h cc cpp cxx hpp hxx cs go java kt kts scala swift rs dart php sql proto sol groovy gradle glsl wgsl json jsonc json5 vue svelte astro tf hcl cu ino mdx prisma',
  ],
  [
    '<!--',
    'html htm xhtml xml svg md mdx markdown vue svelte astro xaml xsl xslt plist php ejs hbs handlebars mustache njk twig csproj cshtml liquid jsp aspx erb heex tpl tmpl',
  ],
  ['{{!', 'hbs handlebars mustache'],
  ['{#', 'jinja jinja2 j2 twig njk html'],
  ['<%', 'ejs erb eex heex'],
  ['@*', 'cshtml razor'],
  ["'", 'vb vbs bas'],
]

const COMMENTS_OF = new Map<string, Set<string>>()
for (const [opener, extensions] of COMMENT_STYLES) {
  for (const extension of extensions.split(' ')) {
    const openers = COMMENTS_OF.get(extension) ?? new Set()
    openers.add(opener)
    COMMENTS_OF.set(extension, openers)
  }
}

/** Whether `opener` begins a comment in this file; so `# index.html` is a heading, not the first line of a page. */
export function commentFits(opener: string, path: string): boolean {
  const extension = extensionOf(path)
  const known = COMMENTS_OF.get(extension)
  if (known) return known.has(opener)
  // Dotfiles, Dockerfiles, Makefiles and the like take `#`.
  return extension === '' || !KNOWN_EXTENSIONS.has(extension) || path.includes('/.') || path.startsWith('.')
    ? opener === '#' || opener === '//'
    : false
}
