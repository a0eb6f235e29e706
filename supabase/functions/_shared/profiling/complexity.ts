/** How hard a task is, from what it names, how much it says, and how much exists already. */
import type { OfferedTools } from './offeredTools.ts'
import { LIST_ITEM, type RequestWords } from './readRequest.ts'
import { readScale, type Scale } from './scale.ts'
import type { Complexity, TaskType } from './taskProfile.ts'
import { vocabulary } from './vocabulary.ts'

export interface ComplexityInput {
  request: string
  words: RequestWords
  type: TaskType
  requirements: readonly string[]
  fileCount: number
  contextTokens: number
  tools: OfferedTools | null
}

export interface ComplexityDecision {
  complexity: Complexity
  /** 0..100 */
  complexityScore: number
  because: string
}

type Degree = 'hard' | 'unsteady' | 'easy' | 'large' | 'middling' | 'small' | 'deep' | 'aspect'

/** Words that raise or lower the bar whatever is asked, and kinds of thing that are large or small in themselves. */
const DEGREE = vocabulary<Degree>({
  aspect: `security, secure, safe, performance, perf, vulnerabilit*, exploitable, accessibility, a11y, code smells, structured, architecture, sessions, sicherheit, leistung, securite, seguridad, seguranca, rendimiento, sicurezza, prestazioni, безопасност*, производительност*, 安全, 性能, セキュリティ, パフォーマンス, 보안, 성능`,
  deep: `in detail, in depth, in-depth, trade-offs, tradeoffs, step by step, thoroughly, detailed, compare, pros and cons, advantages and disadvantages, implications, under the hood, internals, whole codebase, whole app, entire codebase, every file, everywhere, entire repo, whole repo, whole thing, entire app, across the, across all, across every, entire platform, whole platform, all components, ganze app, gesamte*, toute l'application, todo el proyecto, o projeto inteiro, tutto il progetto, весь проект, 整个项目, 全体, ausfuhrlich, im detail, detailliert, vergleiche*, vor- und nachteile, schritt fur schritt, en detail, avantages et inconvenients, compare, etape par etape, en detalle, detalladamente, ventajas y desventajas, compara, paso a paso, em detalhe, detalhadamente, vantagens e desvantagens, passo a passo, in dettaglio, vantaggi e svantaggi, confronta, passo dopo passo, подробно, сравни*, плюсы и минусы, 详细, 优缺点, 深入, 比较, 詳しく, 詳細, メリットとデメリット, 比較, 자세히, 장단점, 비교`,
  hard: `privilege escalation, timing attack*, network partition*, paxos, raft, quorum, linearizab*, ledger, outage*, exactly once, disaster, unter last, hoher last, unter hoher last, sous charge, forte charge, bajo carga, sob carga, sotto carico, под нагрузкой, 高负载, 高負荷, 부하가, at the same time, only in production, cant repro, can't reproduce, cannot reproduce, race, lost update*, heavy traffic, under heavy, must scale, another tenant, flakes, now and then, monorepo, escrow, white-label, multi-role, 多角色, multi-tenant, multi-tenancy, multitenant, microservice*, micro-services, distributed, concurren*, scalable, scalability, scaling, production-ready, production-grade, enterprise, enterprise-grade, full-stack, fullstack, offline-first, collaborative, collaboration, event-sourc*, event-driven, kubernetes, encryption, encrypted, end-to-end, state machine, complex, comprehensive, migrat*, race condition*, memory leak*, deadlock*, high availability, fault-tolerant, sharding, replication, consensus, crdt, zero-downtime, real-time, machine learning, recommendation, intermittent*, sporadic*, throughput, low-latency, millions of, million users, 10k, 100k, cqrs, saga, compliance, gdpr, hipaa, audit log*, websocket*, multi-region, failover, disaster recovery, load balanc*, ci cd, oauth, optimistic, conflict resolution, under load, backpressure, idempoten*, transaction*, data race*, row level security, without downtime, tenant, tenants, million, billions, legacy, sharded, at scale, replicated, streaming, thread-safe, production, monolith, kafka, isolation, strict mode, tenant isolation, rate limit*, throttl*, non-deterministic, flaky,
    mandantenfahig*, verteilt*, nebenlaufig*, skalierbar*, produktionsreif*, komplex*, verschlussel*, hochverfugbar*, ausfallsicher*, gleichzeitig*, speicherleck, race-condition, millionen, echtzeit, mikroservices, sporadisch*, lastspitzen,
    multi-locataire*, distribue*, concurrent*, evolutif, evolutive, scalable, production, complexe*, chiffre*, chiffrement, haute disponibilite, millions, temps reel, fuite de memoire, intermittent*, tolerance aux pannes, collaborati*,
    multi-inquilino, multiinquilino, distribuid*, concurren*, escalable*, complej*, cifrad*, alta disponibilidad, millones, tiempo real, colaborativ*, fuga de memoria, condicion de carrera, tolerante a fallos, microservicio*,
    escalavel, escalaveis, complex*, criptograf*, alta disponibilidade, milhoes, tempo real, condicao de corrida, vazamento de memoria, microsservico*, tolerante a falhas, multilocatario,
    distribuit*, scalabil*, compless*, crittograf*, alta disponibilita, milioni, tempo reale, microserviz*, perdita di memoria,
    распредел*, масштабируем*, сложн*, шифрован*, отказоустойчив*, миллион*, реальном времени, микросервис*, утечк*, гонк* данных, состояние гонки, высоконагруж*, совместн*, многопользовател*,
    多租户, 分布式, 并发, 可扩展, 高可用, 生产级, 企业级, 复杂, 加密, 微服务, 实时, 协作, 百万, 千万, 内存泄漏, 死锁, 竞态, 高并发, 容灾, 迁移, 完整的,
    マルチテナント, 分散, 並行, スケーラブル, 高可用, 本番, 複雑, 暗号化, マイクロサービス, リアルタイム, 共同編集, 万人, メモリリーク, デッドロック, 競合状態, 移行, 大規模, 同時編集, エンタープライズ,
    멀티테넌트, 멀티 테넌트, 분산, 동시성, 확장 가능, 고가용성, 복잡, 암호화, 마이크로서비스, 실시간, 협업, 백만, 메모리 누수, 데드락, 경쟁 상태, 마이그레이션, 대규모, 엔터프라이즈`,
  unsteady: `sometimes, occasionally, at random, randomly, from time to time, once in a while, only on some, manchmal, gelegentlich, ab und zu, parfois, de temps en temps, a veces, de vez en cuando, as vezes, de vez em quando, a volte, ogni tanto, иногда, время от времени, 有时, 偶尔, 時々, ときどき, たまに, 가끔, 때때로, bazen, czasami, soms, أحيانا, कभी कभी`,
  easy: `simple, small, basic, tiny, minimal, just, only, quick, single, one line, one-liner, typo, typos, rename, hello world, trivial, easy, beginner, short, static, little, minor, one button, one sentence, briefly,
    einfach*, klein*, nur, kurz*, winzig*, tippfehler, schlicht*, minimal*, simpel, simple*,
    petit*, simple*, basique*, juste, seulement, court, courte, faute de frappe, minimaliste, brievement, statique,
    sencill*, pequen*, basic*, solo, corto, corta, errata, minimo, estatic*, breve, brevemente,
    simples, pequen*, basic*, apenas, somente, curto, curta, erro de digitacao, estatic*,
    semplic*, piccol*, solo, soltanto, breve, refuso, minim*, statica, statico,
    прост*, маленьк*, небольш*, только, опечатк*, коротк*, минимальн*, статич*, кратко,
    简单, 小型, 一个小, 只, 仅, 错别字, 拼写, 基本的, 静态, 简短, 简易, 小的,
    シンプル, 簡単, 小さな, 小さい, だけ, 誤字, タイポ, 基本的な, 静的, 短い, 簡潔,
    간단, 작은, 단순, 오타, 기본적인, 정적, 짧은, 짧게, 만 `,
  large: `e-commerce, ecommerce, marketplace, social network, social media, crm, erp, saas, trading platform, trading system, multiplayer, mmo, ide, code editor, compiler, interpreter, operating system, banking, bank, booking platform, booking system, lms, learning management, streaming platform, learning platform, online learning, online courses, video streaming, video platform, video conferencing, game engine, search engine, project management, hospital management, hospital, hospitalar*, clinic, patient records, insurance, inventory management, payment system, payment platform, ride-hailing, uber, airbnb, netflix, twitter, instagram, slack clone, figma, notion clone, trello clone, jira, google docs, data pipeline, healthcare, fintech, exchange, order management, logistics, hotel booking, warehouse, analytics platform, spreadsheet,
    onlineshop, online-shop, marktplatz, soziales netzwerk, banking-app, buchungssystem, buchungsplattform, lernplattform, warenwirtschaft*, projektmanagement*, krankenhaus*, handelsplattform,
    boutique en ligne, place de marche, reseau social, systeme de reservation, plateforme de reservation, plateforme bancaire, gestion de projet, plateforme de streaming, gestion des stocks,
    tienda en linea, tienda online, comercio electronico, mercado en linea, red social, sistema de reservas, plataforma de reservas, bancari*, gestion de proyectos, gestion de inventario, plataforma de streaming,
    loja virtual, loja online, comercio eletronico, rede social, sistema de reservas, gestao de projetos, plataforma de cursos, bancario, gestao de estoque,
    negozio online, e-commerce, rete sociale, social network, sistema di prenotazione, gestione progetti, piattaforma di corsi, magazzino,
    интернет-магазин*, интернет магазин*, маркетплейс*, социальн* сет*, соцсет*, система бронирования, системы бронирования, систему бронирования, банковск*, управлени* проектами, биржа, биржу,
    电商, 电子商务, 商城, 社交网络, 社交平台, 预订系统, 银行, 交易系统, 在线教育, 项目管理, 库存管理, 直播平台, 多人游戏, 编译器, 支付系统, 协同编辑,
    ecサイト, eコマース, ネットショップ, オンラインストア, マーケットプレイス, sns, 予約システム, 銀行, プロジェクト管理, 在庫管理, 学習管理, 動画配信, コンパイラ, オンラインゲーム, 取引システム,
    쇼핑몰, 전자상거래, 이커머스, 마켓플레이스, 소셜 네트워크, 예약 시스템, 은행, 프로젝트 관리, 재고 관리, 학습 관리, 스트리밍 플랫폼, 컴파일러, 멀티플레이어`,
  middling: `task manager, blog, portfolio, weather app, quiz, notes, note-taking, kanban, chat, dashboard, recipe, expense tracker, budget, tracker, gallery, movie, music player, admin, editor, rest api, crud, scraper, bot, extension, game, tetris, snake, chess, pomodoro, signup, login, contact manager, api, module, integration, component library, table, wizard, aufgaben*, notizen, rezept*, wetter*, ausgaben*, haushaltsbuch, taches, recettes, meteo, depenses, tareas, recetas, clima, gastos, notas, tarefas, receitas, despesas, ricette, spese, attivita, promemoria, задач*, заметк*, рецепт*, погод*, расход*, 待办, 博客, 天气, 记账, 笔记, 菜谱, 看板, 贪吃蛇, 管理, todoアプリ, タスク, ブログ, 天気, 家計簿, メモ, レシピ, 管理, 할 일, 블로그, 날씨, 가계부, 메모, 레시피, 관리`,
  small: `counter, button, color, colour, background, font, title, heading, label, footer, typo, landing page, hello world, clock, stopwatch, timer, form, tooltip, spinner, padding, margin, icon, logo, link, placeholder, favicon, calculator, converter, dice, coin flip, quote, countdown, card, semicolon, variable, import, function that, css, zahler, knopf, farbe, hintergrund*, schrift*, titel, uberschrift, fusszeile, uhr, stoppuhr, taschenrechner, compteur, bouton, couleur, fond, police, titre, pied de page, horloge, chronometre, calculatrice, contador, boton, color, fondo, fuente, titulo, pie de pagina, reloj, cronometro, calculadora, botao, cor, fundo, fonte, rodape, relogio, contatore, pulsante, bottone, colore, sfondo, carattere, titolo, orologio, cronometro, calcolatrice, счетчик*, кнопк*, цвет*, фон, шрифт*, заголовок, заголовк*, часы, секундомер, таймер*, калькулятор*, 计数器, 按钮, 颜色, 背景, 字体, 标题, 页脚, 时钟, 秒表, 计时器, 计算器, カウンター, ボタン, 色, 背景, フォント, タイトル, フッター, 時計, ストップウォッチ, タイマー, 電卓, 카운터, 버튼, 색, 배경, 글꼴, 제목, 푸터, 시계, 스톱워치, 타이머, 계산기`,
})

/** Features that are a piece of work each, rather than a detail. */
const HEAVY = new Set([
  'authentication',
  'realtime',
  'payment',
  'drag-and-drop',
  'i18n',
  'crud',
  'charts',
  'api',
  'chat',
  'calendar',
  'dashboard',
  'roles',
  'offline',
  'map',
  'upload',
])

const BASE: Record<TaskType, number> = {
  generation: 22.5,
  edit: 22.5,
  debug: 22.5,
  review: 28.5,
  documentation: 24.5,
  architecture: 34,
  triage: 19.5,
  question: 22.5,
}
/** A question about a large thing is not large itself; in a fault report, features only say where the fault lies. */
const SHARE_OF_SIZE: Record<TaskType, number> = {
  generation: 1,
  edit: 0.8,
  debug: 0.3,
  review: 0.4,
  documentation: 0.4,
  architecture: 0.4,
  triage: 0.2,
  question: 0.4,
}
const SHARE_OF_FEATURES: Record<TaskType, number> = {
  generation: 1,
  edit: 1,
  debug: 0.3,
  review: 0.7,
  documentation: 0.6,
  architecture: 0.5,
  triage: 0.3,
  question: 0.5,
}

const POINTS = {
  heavy: 8,
  light: 6,
  hard: 12,
  unsteady: 12,
  easy: -9,
  large: 26,
  middling: 4,
  small: -7,
  deep: 10,
  item: 3,
  joint: 2.5,
  batch: 14,
  snippet: -4,
  aspect: 7,
  reach: 14,
  whole: 45,
  thousands: 39,
  hundreds: 22,
  services: 60,
}
const MAX = {
  features: 45,
  hard: 4,
  easy: 2,
  items: 15,
  joints: 16,
  aspects: 3,
  length: 15,
  files: 12,
  context: 15,
}
const READ_CHARACTERS = 4_000

/** Commas and their like: what is listed is to be done, whatever it is called. */
const JOINT = /[,;、，；،]|\sو(?=\p{L}{3})|[.。] ?(?=\p{L})|\s(?:and|und|et|y|e|и|en|oraz|ve)\s|[和とや]/gu
const SUBJECT_CHARACTERS = 600

function countJoints(request: string): number {
  return request.slice(0, SUBJECT_CHARACTERS).match(JOINT)?.length ?? 0
}

const SNIPPET =
  /```|\b(?:this|that|my) (?:function|component|snippet|line|hook|regex|query|method)\b|diese[rs]? (?:funktion|komponente)|cette fonction|ce composant|esta funcion|este componente|esta funcao|questa funzione|questo componente|эту функцию|这个函数|この関数|이 함수/i

/** One small piece of code, rather than a project. */
function isSnippet(input: ComplexityInput): boolean {
  return (
    input.fileCount + input.contextTokens / 1_000 < 20 &&
    (SNIPPET.test(input.words.plain) ||
      (input.fileCount === 0 && SNIPPET.test(input.request.slice(0, READ_CHARACTERS))))
  )
}

const BATCH_SIZE = 5
const MIN_BATCH_ITEMS = 3

/** Five and more, spelt out. */
const NUMBER_WORD =
  /(?<!\p{L})(?:five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|fünf|sechs|sieben|acht|neun|zehn|zwölf|cinq|sept|huit|neuf|dix|douze|cinco|seis|siete|ocho|nueve|diez|sete|oito|dez|cinque|sette|otto|dieci|пять|шесть|семь|восемь|девять|десять)(?!\p{L})/iu

/** Several things to sort at once: a list of them, or a number that says so. */
function isBatch(request: string, items: number): boolean {
  const subject = request.slice(0, SUBJECT_CHARACTERS)
  const numbers = subject.match(/\b\d{1,4}\b/g) ?? []
  return (
    items >= MIN_BATCH_ITEMS ||
    NUMBER_WORD.test(subject) ||
    numbers.some((number) => Number(number) >= BATCH_SIZE && Number(number) < 400)
  )
}

/** What a large quantity adds: of the code, of the things to go through, of the parts that work together. */
function scalePoints({ isWhole, largest, services }: Scale): number {
  const quantity = largest >= 1_000 ? POINTS.thousands : largest >= 100 ? POINTS.hundreds : 0
  return (isWhole ? POINTS.whole : 0) + quantity + (services >= MANY_SERVICES ? POINTS.services : 0)
}
const MANY_SERVICES = 5

/** Low below this, high from that. */
const BUCKETS = { medium: 29, high: 62 }

/** Score and bucket. Where tools are offered, how many calls are asked for decides; otherwise everything counts. */
export function decideComplexity(input: ComplexityInput): ComplexityDecision {
  if (input.tools !== null) return byCalls(input.tools)
  const found = DEGREE.find(input.words)
  const count = (tag: Degree) => found.filter((match) => match.tag === tag).length
  const heavy = input.requirements.filter((requirement) => HEAVY.has(requirement)).length
  const light = input.requirements.length - heavy
  const hard = count('hard')
  const easy = count('easy')
  const large = count('large')
  const items = input.request.slice(0, READ_CHARACTERS).match(LIST_ITEM)?.length ?? 0
  // Scripts without spaces say in a third of the characters what others need.
  const length = input.words.plain.length * (input.words.isUnspaced ? 3 : 1)
  const size =
    large > 0 ? POINTS.large : count('middling') > 0 ? POINTS.middling : count('small') > 0 ? POINTS.small : 0
  const features = Math.min(MAX.features, heavy * POINTS.heavy + light * POINTS.light)
  const points =
    BASE[input.type] +
    (size > 0 ? size * SHARE_OF_SIZE[input.type] : size) +
    features * SHARE_OF_FEATURES[input.type] +
    Math.min(MAX.hard, hard) * POINTS.hard +
    (input.type === 'debug' && count('unsteady') > 0 ? POINTS.unsteady : 0) +
    Math.min(MAX.easy, easy) * POINTS.easy +
    (count('deep') > 0 ? POINTS.deep + (input.type === 'edit' ? POINTS.reach : 0) : 0) +
    (input.type === 'review' ? Math.min(MAX.aspects, count('aspect')) * POINTS.aspect : 0) +
    (input.type === 'review' && isSnippet(input) ? POINTS.snippet : 0) +
    Math.min(MAX.items, items * POINTS.item) +
    (input.type === 'architecture'
      ? 0
      : Math.min(MAX.joints, Math.max(0, countJoints(input.words.plain) - 1) * POINTS.joint)) +
    (input.type === 'triage' && isBatch(input.request, items) ? POINTS.batch : 0) +
    scalePoints(readScale(input.words)) +
    Math.min(MAX.length, Math.floor(length / 160)) +
    Math.min(MAX.files, Math.floor(input.fileCount / 3)) +
    Math.min(MAX.context, Math.floor(input.contextTokens / 3_000))
  return decision(
    points,
    `${input.requirements.length} features named, ${hard} hard and ${easy} easy words, ${input.request.length} characters, ${input.fileCount} files`,
  )
}

/** Things asked for at once: from here on, several calls. */
const SEVERAL_CALLS = 2.1
/**
 * Below this fit it is doubtful whether any tool answers the request, and saying so takes judgement. A call needs values:
 * where the request names none to give it, the tool must fit the better.
 */
const DOUBTFUL_FIT = { withoutValues: 0.5, lessForEachValue: 0.1, least: 0.12 }

function byCalls({ count, fit, parts, values }: OfferedTools): ComplexityDecision {
  const { withoutValues, lessForEachValue, least } = DOUBTFUL_FIT
  const isDoubtful = fit < Math.max(least, withoutValues - lessForEachValue * values)
  const points =
    parts >= SEVERAL_CALLS ? Math.min(95, 65 + (parts - SEVERAL_CALLS) * 3) : isDoubtful ? 45 : 15
  return decision(
    points,
    `${count} tools offered${isDoubtful ? ', none of which seems to fit' : ''}, for about ${Math.round(parts)} things asked`,
  )
}

function decision(points: number, because: string): ComplexityDecision {
  const complexityScore = Math.max(0, Math.min(100, Math.round(points)))
  return {
    complexity: complexityScore < BUCKETS.medium ? 'low' : complexityScore < BUCKETS.high ? 'medium' : 'high',
    complexityScore,
    because,
  }
}
