/** Features a request may name, and what shows that a project has them. */
import type { ProjectEvidence } from './projectEvidence.ts'

export interface Requirement {
  /** As the profiler names it, where it does. */
  slug: string
  /** What users call it; in the languages that are cheap to know. */
  asked: RegExp
  /** True where the project plausibly holds it; in doubt true. */
  held(evidence: ProjectEvidence): boolean
}

/** Any of the words, each given as a stem: `filter` finds filters and filtered. */
function speaks(evidence: ProjectEvidence, stems: string): boolean {
  const wanted = stems.split(' ')
  for (const word of evidence.words) if (wanted.some((stem) => word.startsWith(stem))) return true
  return false
}

function imports(evidence: ProjectEvidence, pattern: RegExp): boolean {
  for (const name of evidence.packages) if (pattern.test(name)) return true
  return false
}

function wears(evidence: ProjectEvidence, pattern: RegExp): boolean {
  for (const name of evidence.classNames) if (pattern.test(name)) return true
  return false
}

export const REQUIREMENTS: readonly Requirement[] = [
  {
    slug: 'authentication',
    asked:
      /\bauth(?:entication|enticate|orization|entifi\w*)?\b|\blog-?in\b|\bsign[ -]?(?:in|up)\b(?! (?:for|to) (?:the |our |a )?(?:newsletter|updates))|\buser accounts?\b|\banmeld\w*|\beinlogg\w*|\bconnexion\b|autentica\w*|iniciar sesión|登录|认证|ログイン|認証|авториз|аутентиф|로그인|인증/i,
    held: (evidence) =>
      (speaks(
        evidence,
        'login signin signup logout signout auth authenticat register password session token',
      ) &&
        (evidence.fields.has('password') ||
          evidence.handlers > 0 ||
          speaks(evidence, 'password token bearer jwt'))) ||
      imports(evidence, /auth|clerk|passport|firebase|supabase/),
  },
  {
    slug: 'dark-mode',
    asked:
      /\bdark(?:er)?[- ]?(?:mode|theme)|\blight (?:and|\/|or) dark|theme (?:toggle|switch)|dunkel(?:modus|es design)|mode sombre|modo oscuro|modo escuro|тёмн|深色|暗黑|ダークモード|다크/i,
    held: (evidence) =>
      wears(evidence, /^dark:/) ||
      /\.dark\b|prefers-color-scheme|\[data-theme|\.theme-dark/.test(evidence.styles) ||
      speaks(evidence, 'dark'),
  },
  {
    slug: 'search',
    asked:
      /\bsearch(?:able|ing|es)?\b|\bsuche\b|\bsuchfeld|recherche\b|\bbuscar|búsqueda|pesquisa|ricerca|搜索|検索|поиск|검색/i,
    held: (evidence) =>
      evidence.fields.has('search') || speaks(evidence, 'search query find filter such recherch busc busq'),
  },
  {
    slug: 'filtering',
    asked: /\bfilter(?:s|ing|ed|able)?\b|\bfiltr\w*|筛选|フィルタ|фильтр|필터/i,
    held: (evidence) => speaks(evidence, 'filter visible categor select filtr query status'),
  },
  {
    slug: 'sorting',
    asked: /\bsort(?:s|ing|ed|able)?\b|\bsortier\w*|\btri(?:er|é)\b|\bordenar\b|排序|並べ替え|сортиров|정렬/i,
    held: (evidence) => speaks(evidence, 'sort order compare'),
  },
  {
    slug: 'charts',
    asked:
      /\b(?:charts?|(?:bar|line|pie) graphs?|graphs?|diagramm\w*|graphique\w*|gráfic\w*)\b|图表|グラフ|график|차트/i,
    held: (evidence) =>
      imports(evidence, /chart|recharts|d3|visx|plotly|nivo|victory|apex|highcharts|tremor/) ||
      speaks(evidence, 'chart graph polyline canvas sparkline histogram svg'),
  },
  {
    slug: 'routing',
    asked: /\b(?:routing|router|multi-?page|several pages|multiple pages)\b/i,
    held: (evidence) =>
      evidence.pages > 1 || imports(evidence, /router|wouter|^next$/) || speaks(evidence, 'route navigate'),
  },
  {
    slug: 'form',
    asked: /\b(?:forms?|formular|formulaire|formulario|formulário)\b|表单|フォーム|форм[аы]|폼/i,
    held: (evidence) =>
      ['form', 'input', 'textarea', 'select'].some((tag) => evidence.fields.has(tag)) ||
      speaks(evidence, 'form'),
  },
  {
    slug: 'validation',
    asked: /\bvalidat\w*|\bvalidier\w*|\bvalida(?:ción|tion|ción)\b|验证|バリデーション|валидац/i,
    held: (evidence) =>
      imports(evidence, /^(zod|yup|joi|valibot|ajv|vee-validate)$|validator|hookform/) ||
      speaks(evidence, 'valid required invalid error problem pattern check'),
  },
  {
    slug: 'create',
    asked:
      /\bcrud\b|\badd(?:ing)? (?:a |an |new |their |and |or |books|items|tasks|notes|entries|\w+s\b)|\bhinzufügen|\bajouter\b|\bagregar\b|\bañadir\b|добавл|添加|追加/i,
    held: (evidence) =>
      speaks(evidence, 'add create new append insert save push submit post hinzu ajout agreg'),
  },
  {
    slug: 'edit',
    asked:
      /\bcrud\b|\b(?:edit|update|rename|modify)(?:ing|able)? (?:a |an |the |their |and |or |them|existing|\w+s\b)|\bbearbeiten\b|\bmodifier\b|\beditar\b|редактир|编辑|編集/i,
    held: (evidence) => speaks(evidence, 'edit update rename modify change save patch put bearbeit modif'),
  },
  {
    slug: 'delete',
    asked:
      /\bcrud\b|\b(?:delet|remov)(?:e|ing) (?:a |an |the |their |and |or |them|items?|tasks?|\w+s\b)|\blöschen\b|\bsupprimer\b|\beliminar\b|\bborrar\b|удал|删除|削除/i,
    held: (evidence) => speaks(evidence, 'delet remov clear trash discard lösch loesch supprim elimin borr'),
  },
  {
    slug: 'persistence',
    asked:
      /\b(?:local ?storage|persist\w*|indexeddb|survives? (?:a )?(?:reload|refresh)|remember(?:s|ed)? (?:my|the|their))\b/i,
    held: (evidence) =>
      speaks(evidence, 'localstorage sessionstorage indexeddb persist storage database fetch save') ||
      imports(
        evidence,
        /supabase|firebase|prisma|mongoose|drizzle|dexie|localforage|redux-persist|sqlite|^pg$/,
      ),
  },
  {
    slug: 'database',
    asked: /\b(?:database|postgres(?:ql)?|mongodb|sqlite|mysql|supabase|firebase)\b/i,
    held: (evidence) =>
      imports(
        evidence,
        /supabase|firebase|prisma|mongo|drizzle|dexie|sqlite|^pg$|postgres|mysql|knex|sequelize|typeorm|redis/,
      ) || speaks(evidence, 'database db sql repository store supabase'),
  },
  {
    slug: 'drag-and-drop',
    asked:
      /\bdrag(?:ging|gable)?\b|drag[- ]?(?:and|&|n)[- ]?drop|ziehen und ablegen|glisser|arrastrar|拖拽|ドラッグ/i,
    held: (evidence) =>
      imports(evidence, /dnd|sortable|draggable/) ||
      speaks(evidence, 'drag draggable dnd sortable pointermove'),
  },
  {
    slug: 'realtime',
    asked: /\b(?:real-?time|websockets?|live updates?|echtzeit|temps réel|tiempo real)\b/i,
    held: (evidence) =>
      imports(evidence, /socket|pusher|ably|supabase|firebase|^ws$/) ||
      speaks(evidence, 'websocket socket eventsource subscribe channel interval realtime live poll'),
  },
  {
    slug: 'responsive',
    asked: /\b(?:responsive|mobile[- ](?:first|friendly|ready))\b|响应式|レスポンシブ/i,
    held: (evidence) =>
      wears(evidence, /^(sm|md|lg|xl):|^col-|^row$|^container/) ||
      /@media|@container|auto-fi(t|ll)|flex-wrap|clamp\(|minmax\(/.test(evidence.styles) ||
      speaks(evidence, 'breakpoint mobile usemediaquery'),
  },
  {
    slug: 'testing',
    asked:
      /\b(?:with|and|including|add|write) (?:some |full |unit |e2e |integration |the )*tests\b|\bunit tests?\b|\btest suite\b/i,
    held: (evidence) => evidence.tests > 0 || speaks(evidence, 'describe expect vitest jest'),
  },
  {
    slug: 'i18n',
    asked: /\b(?:i18n|internationali[sz]ation|multi-?lingual|multiple languages|language switch\w*)\b/i,
    held: (evidence) =>
      imports(evidence, /i18n|intl|lingui/) || speaks(evidence, 'locale language translat i18n lang'),
  },
  {
    slug: 'payment',
    asked: /\b(?:payments?|checkout|stripe|paypal)\b|bezahl\w*|paiement|\bpago\b/i,
    held: (evidence) =>
      imports(evidence, /stripe|paypal|paddle/) ||
      speaks(evidence, 'checkout payment pay stripe card order bezahl paiement pago'),
  },
  {
    slug: 'upload',
    asked: /\bupload(?:s|ing|ed)?\b|hochladen|téléverser|\bsubir (?:archivos|imágenes)/i,
    held: (evidence) =>
      evidence.fields.has('file') ||
      imports(evidence, /dropzone|upload|multer|uppy/) ||
      speaks(evidence, 'upload formdata filereader dropzone'),
  },
  {
    slug: 'pagination',
    asked: /\b(?:pagination|paginated?|paging|infinite scroll\w*|load more)\b/i,
    held: (evidence) =>
      speaks(evidence, 'page pages paginat paging cursor offset limit loadmore intersectionobserver next'),
  },
  {
    slug: 'notifications',
    asked: /\b(?:notifications?|toasts?|reminders?)\b|benachrichtig\w*/i,
    held: (evidence) =>
      imports(evidence, /toast|sonner|notist/) ||
      speaks(evidence, 'notif toast alert snackbar remind benachricht'),
  },
  {
    slug: 'animation',
    asked: /\banimat(?:ed|ions?)\b|\btransitions?\b|animationen/i,
    held: (evidence) =>
      imports(evidence, /motion|gsap|spring|anime|lottie|auto-animate/) ||
      wears(evidence, /^(\w+:)*(animate-|transition)/) ||
      /@keyframes|transition\s*:|animation\s*:/.test(evidence.styles) ||
      speaks(evidence, 'animat transition keyframe'),
  },
  {
    slug: 'shopping-cart',
    asked: /\b(?:shopping )?cart\b|warenkorb|panier|carrito|购物车|カート/i,
    held: (evidence) => speaks(evidence, 'cart basket warenkorb panier carrito'),
  },
  {
    slug: 'chat',
    asked: /\bchat\b|聊天|チャット/i,
    held: (evidence) => speaks(evidence, 'chat message conversation'),
  },
  {
    slug: 'calendar',
    asked: /\bcalendars?\b|kalender|calendrier|calendario\b/i,
    held: (evidence) =>
      imports(evidence, /calendar|day-picker|date/) || speaks(evidence, 'calendar month week kalender date'),
  },
  {
    slug: 'export',
    asked:
      /\bexport(?:s|ing|ed)?\b.{0,24}\b(?:csv|pdf|json|excel|file)\b|\bdownload(?:able)?\b.{0,16}\b(?:csv|pdf|json)\b/i,
    held: (evidence) => speaks(evidence, 'export download csv blob pdf createobjecturl'),
  },
  {
    slug: 'modal',
    asked: /\b(?:modals?|dialogs?|pop-?ups?)\b/i,
    held: (evidence) => speaks(evidence, 'modal dialog popup overlay drawer sheet open'),
  },
  {
    slug: 'timer',
    asked: /\b(?:timer|countdown|stopwatch|pomodoro)\b/i,
    held: (evidence) =>
      speaks(
        evidence,
        'setinterval settimeout requestanimationframe timer countdown seconds interval elapsed',
      ),
  },
  {
    slug: 'map',
    asked: /\b(?:interactive|world|street|google|leaflet) maps?\b|\bon a map\b/i,
    held: (evidence) =>
      imports(evidence, /leaflet|mapbox|maplibre|maps|map/) ||
      speaks(evidence, 'latitude longitude lat lng leaflet iframe'),
  },
  {
    slug: 'comments',
    asked:
      /\bcomments? (?:section|on|and|under|system)|\bcomments?\b(?=.{0,20}\b(?:likes?|replies|posts?)\b)/i,
    held: (evidence) => speaks(evidence, 'comment repl'),
  },
  {
    slug: 'rating',
    asked: /\b(?:ratings?|star rating|reviews? with stars)\b/i,
    held: (evidence) => speaks(evidence, 'rating star rate score'),
  },
  {
    slug: 'favorites',
    asked: /\b(?:favou?rites?|bookmark(?:s|ing)?|wish ?list)\b|favoriten|favoris|favoritos/i,
    held: (evidence) => speaks(evidence, 'favor favour bookmark wish like star saved'),
  },
  {
    slug: 'undo',
    asked: /\bundo\b|\bredo\b|rückgängig/i,
    held: (evidence) => speaks(evidence, 'undo redo history past rückgängig'),
  },
  {
    slug: 'api',
    asked: /\brest(?:ful)? api\b|\bapi endpoints?\b|\bgraphql\b|\bfetch(?:es|ing)? (?:data )?from\b/i,
    held: (evidence) =>
      imports(evidence, /express|fastify|hono|koa|axios|graphql|apollo|swr|query|^next$/) ||
      speaks(evidence, 'fetch axios api endpoint request router'),
  },
]
