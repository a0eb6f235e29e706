/** What a request names: features as stable slugs, languages and frameworks. */

const REQUIREMENTS: readonly [slug: string, pattern: RegExp][] = [
  [
    'authentication',
    /\b(?:auth(?:entication|enticate|orization)?|log-?in|sign-?(?:in|up)|password|anmeld\w*|authentifi\w*|connexion|autentica\w*|iniciar sesión)\b|登录|认证|ログイン|認証|авториз|аутентиф|로그인|인증/i,
  ],
  [
    'dark-mode',
    /\bdark[- ]?(?:mode|theme)|dunkelmodus|mode sombre|modo oscuro|modo escuro|тёмн|深色|暗黑|ダークモード|다크/i,
  ],
  ['search', /\b(?:search|suche|recherche|buscar|búsqueda|pesquisa|ricerca)\b|搜索|検索|поиск|검색/i],
  ['filtering', /\bfilter(?:s|ing|ed)?\b|\bfiltr\w*|筛选|フィルタ|фильтр|필터/i],
  ['sorting', /\bsort(?:s|ing|ed|able)?\b|排序|並べ替え|сортиров|정렬/i],
  [
    'charts',
    /\b(?:charts?|graphs?|plots?|diagramm\w*|graphique\w*|gráfic\w*|grafic\w*)\b|图表|グラフ|график|차트/i,
  ],
  ['dashboard', /\bdashboard\b|仪表板|ダッシュボード|дашборд|대시보드/i],
  ['routing', /\b(?:routing|router|routes?|multi-?page|navigation)\b/i],
  ['form', /\b(?:forms?|formular|formulaire|formulario|formulário)\b|表单|フォーム|форм[аы]|폼/i],
  ['validation', /\bvalidat\w*|validier\w*|\bvalida\w*|验证|バリデーション|валидац/i],
  ['crud', /\bcrud\b|\b(?:create|add),? (?:edit|update).{0,20}delete\b/i],
  [
    'persistence',
    /\b(?:local ?storage|persist\w*|save[sd]?|database|indexeddb|sqlite|postgres)\b|сохран|保存|저장/i,
  ],
  ['drag-and-drop', /\bdrag(?:ging)?[- ](?:and|&|n)[- ]drop|拖拽|ドラッグ/i],
  ['realtime', /\b(?:real-?time|websockets?|live updates?|echtzeit|temps réel|tiempo real)\b/i],
  ['responsive', /\b(?:responsive|mobile[- ](?:first|friendly))\b|响应式|レスポンシブ/i],
  ['testing', /\b(?:unit |e2e |integration )?tests?\b(?!imonial)|测试|テスト|тест/i],
  ['i18n', /\b(?:i18n|internationali[sz]ation|multi-?lingual|translations?)\b/i],
  ['api', /\b(?:rest(?:ful)? api|api|graphql|endpoints?)\b/i],
  ['payment', /\b(?:payments?|checkout|stripe|paypal)\b/i],
  ['upload', /\bupload(?:s|ing)?\b/i],
  ['pagination', /\b(?:pagination|paginated?|infinite scroll)\b/i],
  ['notifications', /\b(?:notifications?|toasts?)\b/i],
  ['animation', /\banimat\w*/i],
  ['shopping-cart', /\b(?:shopping )?cart\b|warenkorb|panier|carrito/i],
  ['chat', /\bchat\b|聊天|チャット/i],
  ['calendar', /\bcalendar|kalender|calendrier|calendario\b/i],
  ['export', /\bexport(?:s|ing|ed)?\b.{0,20}\b(?:csv|pdf|json|excel)\b/i],
]

const FRAMEWORKS: readonly [name: string, pattern: RegExp][] = [
  ['next', /\bnext\.?js\b|\bnext 1\d\b/i],
  ['react', /\breact\b(?! native)/i],
  ['vue', /\b(?:vue|nuxt)(?:\.?js)?\b/i],
  ['svelte', /\bsvelte(?:kit)?\b/i],
  ['angular', /\bangular\b/i],
  ['node', /\b(?:node(?:\.?js)?|express|fastify|hono|nestjs)\b/i],
  ['html', /\b(?:plain|vanilla) (?:html|js|javascript)\b|\bhtml\b/i],
]

const LANGUAGES: readonly [name: string, pattern: RegExp][] = [
  ['typescript', /\btypescript\b|\btsx?\b/i],
  ['javascript', /\bjavascript\b|\bvanilla js\b|\bnode\b/i],
  ['python', /\bpython\b|\bdjango\b|\bflask\b|\bfastapi\b/i],
  ['sql', /\bsql\b|\bpostgres(?:ql)?\b/i],
  ['go', /\bgolang\b|\bin go\b/i],
  ['rust', /\brust\b/i],
  ['java', /\bjava\b(?!script)/i],
  ['css', /\bcss\b|\btailwind\b/i],
]

function named(table: readonly [string, RegExp][], text: string): string[] {
  return table.filter(([, pattern]) => pattern.test(text)).map(([name]) => name)
}

/** Features the request names, in a stable order. */
export function namedRequirements(request: string): string[] {
  return named(REQUIREMENTS, request)
}

/** Frameworks: the caller's own word first, then the request's, then what the files' manifest depends on. */
export function namedFrameworks(
  request: string,
  framework: string | undefined,
  manifest: string | undefined,
): string[] {
  const fromManifest = FRAMEWORKS.filter(([name]) => manifest?.includes(`"${name}"`)).map(([name]) => name)
  return [
    ...new Set([
      ...(framework ? [framework.toLowerCase()] : []),
      ...named(FRAMEWORKS, request),
      ...fromManifest,
    ]),
  ]
}

const EXTENSIONS = new Map(
  Object.entries({
    ts: 'typescript',
    tsx: 'typescript',
    js: 'javascript',
    jsx: 'javascript',
    py: 'python',
    sql: 'sql',
    go: 'go',
    rs: 'rust',
    java: 'java',
    css: 'css',
  }),
)

/** Languages the request names, then those of the files. */
export function namedLanguages(request: string, paths: readonly string[]): string[] {
  const fromFiles = paths.flatMap((path) => EXTENSIONS.get(path.split('.').at(-1) ?? '') ?? [])
  return [...new Set([...named(LANGUAGES, request), ...fromFiles])]
}
