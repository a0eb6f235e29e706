/** Features a request names, as stable slugs, in the languages most requests come in. */
import type { RequestWords } from './readRequest.ts'
import { vocabulary } from './vocabulary.ts'

const FEATURES = vocabulary({
  authentication: `auth, authentication, authenticate, authorization, login, log in, logins, logout, signin, sign in, signup, sign up, passwords, password reset, reset password, forgot password, with password, email and password, oauth, sso, jwt, anmeldung, anmelden, authentifizierung, login-seite, benutzerkonto, registrierung, authentification, connexion, se connecter, inscription, autenticacion, iniciar sesion, inicio de sesion, registro de usuarios, autenticacao, cadastro, autenticazione, accesso, registrazione, авториз*, аутентифик*, вход, логин*, регистрац*, 登录, 登陆, 认证, 注册, 身份验证, 鉴权, ログイン, 認証, 登録機能, サインイン, 로그인, 인증, 회원가입, giris yapma, giris yap, uye girisi, تسجيل الدخول, inloggen, logowani*, dang nhap, लॉगिन`,
  'dark-mode': `dark mode, dark theme, darkmode, dunkelmodus, dunkler modus, dunkles design, mode sombre, theme sombre, modo oscuro, tema oscuro, modo escuro, tema escuro, modalita scura, tema scuro, темн* тем*, темная тема, темной темы, темную тему, 深色模式, 暗黑模式, 夜间模式, 暗色, ダークモード, ダークテーマ, 다크 모드, 다크모드, 다크 테마`,
  search: `search, searchable, search bar, suche, suchfunktion, suchen, recherche, rechercher, busqueda, buscar, buscador, busca, pesquisa, pesquisar, ricerca, cercare, поиск*, 搜索, 查找, 検索, 검색, arama, البحث, والبحث, بحث, zoeken, zoekfunctie, wyszukiw*, tim kiem, pencarian, खोज`,
  filtering: `filter, filters, filtering, filtered, filterbar, filtern, filterung, filtre, filtres, filtrer, filtrado, filtros, filtrar, filtro, filtri, filtrare, фильтр*, 筛选, 过滤, フィルタ, フィルター, 絞り込み, 필터`,
  sorting: `sort, sorting, sortable, sorted, sortierung, sortieren, sortierbar, tri, ordenamiento, ordenacion, ordenar, ordenacao, ordinamento, ordinare, сортиров*, 排序, 並べ替え, ソート, 정렬`,
  charts: `chart, charts, graph, graphs, plot, plots, visualization, visualizations, diagramm, diagramme, graphique, graphiques, grafico, graficos, graficas, grafici, grafic*, график*, диаграмм*, 图表, 折线图, 柱状图, 可视化, グラフ, チャート, 차트, 그래프`,
  dashboard: `dashboard, dashboards, admin panel, ubersicht, tableau de bord, panel de control, panel de administracion, painel, cruscotto, дашборд*, панель управления, админк*, 仪表板, 仪表盘, 看板, 管理后台, 后台, ダッシュボード, 管理画面, 대시보드, 관리자`,
  routing: `routing, router, routes, multi-page, navigation, multiple pages, navigation bar, seiten, navegacion, navegacao, navigazione, навигац*, маршрутизац*, 路由, 导航, 多页面, ルーティング, ナビゲーション, 라우팅, 내비게이션`,
  form: `form, forms, contact form, input field, input fields, formular, formulare, kontaktformular, formulaire, formulaires, formulario, formularios, formulari, modulo di contatto, modulo, форм*, 表单, フォーム, 입력 폼, 양식`,
  validation: `validation, validate, validates, validated, validierung, validieren, valider, validacion, validar, validacao, validazione, convalida, validare, валидац*, 验证, 校验, バリデーション, 検証, 유효성, 검증`,
  crud: `crud, create read update, add edit and delete, add edit delete, create edit and delete, create update and delete, hinzufugen bearbeiten und loschen, anlegen bearbeiten und loschen, ajouter modifier et supprimer, crear editar y eliminar, agregar editar y eliminar, criar editar e excluir, adicionar editar e remover, aggiungere modificare ed eliminare, 增删改查, 增删改, 追加編集削除, 追加・編集・削除, 추가 수정 삭제`,
  persistence: `local storage, localstorage, persist, persists, persistent, persistence, saved, save, saves, database, indexeddb, sqlite, postgres, postgresql, mysql, mongodb, supabase, datenbank, speichern, gespeichert, base de donnees, sauvegarde*, enregistr*, base de datos, guardar, guarda, almacen*, banco de dados, salvar, salve, database, salvare, salvataggio, сохран*, базу данных, база данных, базой данных, 保存, 数据库, 持久化, 本地存储, データベース, 永続化, 저장, 데이터베이스`,
  'drag-and-drop': `drag and drop, drag n drop, drag drop, dragging, draggable, ziehen und ablegen, glisser deposer, arrastrar y soltar, arrastar e soltar, trascinamento, trascina*, перетаскив*, 拖拽, 拖放, 拖动, ドラッグ, 드래그`,
  realtime: `real time, realtime, websocket, websockets, live updates, live update, live, echtzeit, temps reel, tiempo real, tempo real, tempo reale, реальн* времени, реальном времени, 实时, リアルタイム, 실시간`,
  responsive: `responsive, mobile first, mobile friendly, adaptive layout, adaptatif, adaptable, responsivo, responsiva, adaptativo, адаптивн*, 响应式, 自适应, レスポンシブ, 반응형`,
  testing: `test, tests, unit test, unit tests, testing, e2e, integration tests, testabdeckung, unit-tests, tests unitaires, pruebas, pruebas unitarias, testes, testes unitarios, test unitari, тест*, юнит-тест*, 单元测试, 测试, テスト, 테스트`,
  i18n: `i18n, internationalization, internationalisation, multilingual, multi-language, localization, translations, mehrsprachig*, multilingue, multiidioma, internacionalizacion, internacionalizacao, idiomas, internazionalizzazione, многоязычн*, локализац*, 多语言, 国际化, 多言語, 国際化, 다국어`,
  api: `api, apis, rest, restful, graphql, endpoint, endpoints, backend, schnittstelle, 接口, 后端, エンドポイント, バックエンド, 백엔드, 엔드포인트, бэкенд*, эндпоинт*`,
  payment: `payment, payments, checkout, stripe, paypal, billing, subscription, subscriptions, invoice, invoices, zahlung, zahlungen, bezahlung, abonnement, abonnements, paiement, paiements, pago, pagos, suscripcion*, facturacion, pagamento, pagamentos, pagamenti, assinatura*, abbonament*, оплат*, платеж*, подписк*, 支付, 付款, 订阅, 结账, 決済, 支払い, サブスク, 결제, 구독`,
  upload: `upload, uploads, uploading, uploader, hochladen, datei-upload, telecharger des fichiers, telechargement, televersement, subir archivos, subir imagenes, carga de archivos, enviar arquivos, caricamento, caricare, загрузк*, 上传, アップロード, 업로드`,
  pagination: `pagination, paginate, paginated, infinite scroll, paginierung, seitennummerierung, paginacion, paginacao, paginazione, пагинац*, постранич*, 分页, 无限滚动, ページネーション, ページング, 無限スクロール, 페이지네이션, 무한 스크롤`,
  notifications: `notification, notifications, toast, toasts, push notifications, reminders, reminder, benachrichtigung*, erinnerung*, rappels, notificacion*, recordatorios, notificac*, lembretes, notifiche, promemoria, уведомлен*, напоминан*, 通知, 提醒, リマインダー, 알림`,
  animation: `animation, animations, animated, animate, transitions, animationen, animiert*, animacion*, animado, animac*, animazion*, анимац*, 动画, アニメーション, 애니메이션`,
  'shopping-cart': `cart, shopping cart, basket, warenkorb, panier, carrito, carrinho, carrello, корзин*, 购物车, カート, 장바구니`,
  chat: `chat, messaging, chatroom, chat room, messenger, messagerie, mensajeria, mensagens, messaggistica, чат*, мессенджер*, 聊天, 即时通讯, チャット, メッセージ, 채팅, 메신저`,
  calendar: `calendar, kalender, calendrier, calendario, календар*, 日历, カレンダー, 캘린더, 달력`,
  export: `csv export, export csv, export to csv, export to pdf, pdf export, export to excel, exporting, export, exportieren, exporter, exportar, esportare, esportazione, exportacion, экспорт*, 导出, エクスポート, 내보내기`,
  roles: `roles, permissions, role based, rbac, access control, rollen, berechtigungen, autorisations, permisos, permissoes, permessi, ruoli, роли, ролями, права доступа, 权限, 角色, 権限, ロール, 권한, 역할`,
  map: `map, maps, leaflet, mapbox, google maps, geolocation, landkarte, carte interactive, mapa, mappa, карт* местности, 地图, 地図, 지도`,
  offline: `offline, pwa, service worker, hors ligne, sin conexion, офлайн, 离线, オフライン, 오프라인`,
  accessibility: `accessibility, accessible, a11y, wcag, screen reader, barrierefrei*, accessibilite, accesibilidad, acessibilidade, accessibilita, доступност*, 无障碍, アクセシビリティ, 접근성`,
})

/** Features the request names, in a stable order. */
export function namedRequirements(request: RequestWords): string[] {
  return FEATURES.tags(request)
}
