/**
 * What nearly decides the type of a task wherever it is said: what is to come out (a guide, a verdict, a sorted list, a
 * data model), and what is not to be touched. The words of everything else in a long request are material.
 */
import { LIST_ITEM, type RequestWords } from './readRequest.ts'
import { vocabulary } from './vocabulary.ts'

const SORTING = vocabulary<'act' | 'thing'>({
  act: `sort, sorted, sort out, sort them, group, grouped, group them, cluster, dedupe, deduplicated, merge duplicates, duplicates, categorise, categorize, categorised, classify, label, tag, prioritise, prioritize, prioritised, rank, ranked, assign, bucket, split into, triage, which first, should we do first, do first, of these first, handle first, which team, which label, what label, label should, by severity, by urgency, blockers,
    sortiere*, sortieren, gruppiere*, ordne, einordnen, einsortieren, priorisier*, klassifizier*, kategorisier*, zuordnen, zuweisen, dubletten, duplikate, dringlichkeit, dringend*, zuerst, aufteilen, verteile*, nach schweregrad, nach prioritat,
    trie, trier, triez, regroupe*, classe, classer, classez, reperer les doublons, doublons, prioris*, categoris*, hierarchis*, etiquet*, repartis*, attribue*, par priorite, en premier, urgent*, lesquels,
    clasific*, agrup*, prioriz*, orden*, etiquet*, duplicad*, reparte*, asigna*, por prioridad, por gravedad, cual primero, primero, urgent*,
    classifi*, agrup*, prioriz*, separ*, rotul*, duplicad*, atribu*, distribu*, por prioridade, por gravidade, primeiro, urgent*,
    raggrupp*, dividet*, dividi, dividere, smist*, ordin*, assegn*, doppion*, priorit*, per gravita, per urgenza, per primo, urgent*,
    сгруппир*, раздели*, разбей, распредел*, отсортир*, рассортир*, классифицир*, приорит*, дубл*, назнач*, какие из, сначала, срочн*, блокер*,
    分类, 分组, 归类, 哪个标签, 打哪个, 标签, 去重, 合并重复, 排序, 优先级, 排优先, 归组, 分派, 指派, 打标签, 先处理, 哪个先, 先做, 紧急,
    分類, 振り分け, 仕分け, グループ化, 重複, 優先順位, 優先度, 並べ替え, 割り当て, ラベル, どれから, 緊急度,
    분류, 그룹, 중복, 우선순위, 정렬, 배정, 라벨, 먼저`,
  thing: `ticket, tickets, issues, bugs, findings, app reviews, customer reviews, alerts, reports, bug reports, messages, complaints, emails, inbox, backlog, defects, incidents, requests, errors, items, feedback, vulnerabilities, issue tracker, submissions, findings, support queue,
    tickets, meldungen, fehlermeldungen, fehlerberichte, anfragen, beschwerden, nachrichten, mails, e-mails, bewertungen, ruckmeldungen, bugs, mangel, vorfalle, postfach, ticket, alarme,
    ticket, demandes, signalements, messages, mails, plaintes, avis, anomalies, incidents, alertes, retours, courriels, reclamations,
    incidencias, solicitudes, mensajes, correos, quejas, resenas, alertas, reportes, errores, comentarios, reclamaciones,
    chamados, solicitacoes, mensagens, reclamacoes, avaliacoes, alertas, relatos, chamado, comentarios, pedidos,
    segnalazion*, richieste, messaggi, reclami, recensioni, avvisi, commenti, email,
    тикет*, баги, багов, обращени*, жалоб*, сообщени*, отзыв*, заявк*, инцидент*, алерт*, писем, письма, задач,
    工单, 反馈, 投诉, 留言, 消息, 邮件, 评论, 告警, 缺陷, 问题单, 报告, 差评,
    チケット, 不具合票, 問い合わせ, お問い合わせ, クレーム, 苦情, メール, レビュー, アラート, 報告, 要望, 課題, バグ票,
    티켓, 문의, 불만, 메일, 이슈, 알림, 신고`,
})

const WANTED = vocabulary<Wanted>({
  guide: `readme, documentation, docs, user guide, user manual, manual, guide, handbook, tutorial, help article, help center article, help page, runbook, runbooks, changelog, release notes, docstring, docstrings, api reference, api docs, javadoc, jsdoc, tsdoc, onboarding guide, onboarding doc, inline comments, comment this, line by line, faq, wiki page, cheat sheet,
    dokumentation, doku, anleitung, benutzerhandbuch, handbuch, api-beschreibung, api beschreibung, schnittstellenbeschreibung, hilfeartikel, leitfaden, docstring, kommentiere*, kommentare, einrichtungsanleitung,
    documentation, guide, mode d'emploi, manuel, notice, commenter, commentaires, tutoriel, notes de version, article d'aide,
    documentacion, guia, manual, tutorial, comentarios en el codigo, notas de la version, articulo de ayuda,
    documentacao, guia, manual, tutorial, comentarios no codigo, notas de versao, artigo de ajuda,
    documentazione, guida, manuale, tutorial, note di rilascio, commenti al codice, articolo di aiuto,
    документаци*, руководств*, инструкци*, справочник, описание api, комментарии к коду, мануал, гайд,
    文档, 手册, 说明书, 使用说明, 教程, 指南, 接口说明, 更新日志, 注释,
    ドキュメント, マニュアル, 手順書, 説明書, ガイド, リリースノート, 仕様書, 引き継ぎ資料, コメントを, チュートリアル,
    문서, 매뉴얼, 가이드, 설명서, 튜토리얼, 변경 로그, 주석`,
  verdict: `second pair of eyes, due diligence, code review, proper look, before i approve, before i merge, before we merge, honest criticism, honest opinion, honest feedback, is it any good, any good, anything risky, anything sloppy, tell me how accessible, pull request, report on security, what could an attacker, bad practices, how good is, how clean, weak spots, weaknesses, list of findings, worst things, would you approve, second opinion, okay like this, is this function okay, is this ok, well written, red flags, code smells, opinion on this,
    review, gutachten, kritisch, begutachte*, einschatzung, schwachstellen, verbesserungspotenzial, was haltst du, was haltet ihr, ehrlich sagen, das mal ansehen, sauber ist, bewertung, nur bewertung, pull request, pr,
    relecture, avis critique, jeter un oeil, un oeil, ce qui ne va pas, points faibles, mauvaises pratiques, ce que tu ferais autrement, ton avis, merge request, revue de code, audit, evaluation,
    un vistazo, malas practicas, revision de codigo, opinion, puntos debiles, que te parece, que le falta, evaluacion, auditoria, critica,
    avaliacao, parecer, revisao de codigo, boas praticas, mas praticas, pontos fracos, o que acha, sua opiniao, segunda opiniao, bem escrita, bem escrito, antes de aprovar, auditoria, dar uma olhada, critica,
    analisi critica, un'occhiata, revisione del codice, cattive pratiche, punti deboli, un parere, cosa ne pensi, elenco dei rischi, audit, valutazione, revisione,
    ревью, посмотри, оцени*, замечани*, мердж-реквест, нормально ли, слабые места, аудит, критик*,
    评价, 评审, 审查, 写得怎么样, 点评, 看看这段, 有没有安全隐患, 有哪些问题, 代码质量, 把把关,
    レビュー, 評価, 指摘, 良い点, 改善点, 気になる点, 見てください, 見てもらえ, 監査,
    리뷰, 검토, 평가, 의견`,
  explanation: `explain, walk me through, help me understand, i want to understand, want to understand, i don't understand, i do not understand, what is the difference, what's the difference, difference between, how does, how do, how is it that, what does, what is, what happens, why is, when should i use, pros and cons, in simple terms, i'm learning, curious, wondering, not sure i understand,
    erklar*, verstehe nicht, verstehen, unterschied, was ist, was bedeutet, was passiert, wie funktioniert, wann nimmt man, wann sollte ich, lerne gerade,
    explique*, expliquer, m'expliquer, comprendre, je ne comprends pas, difference entre, differences, qu'est-ce que, comment fonctionne, c'est quoi, a quoi sert, j'apprends,
    explica*, explicar, explicame, entender, no entiendo, diferencia, que es, como funciona, para que sirve, cuando conviene, aprendiendo,
    explica*, explicar, entender, nao entendo, diferenca, o que e, como funciona, para que serve, quando usar, aprendendo,
    spiega*, spieghi, spiegami, capire, non capisco, non mi e chiaro, differenza, cos'e, che cos'e, come funziona, a cosa serve, sto imparando,
    объясни*, расскажи*, понять, не понимаю, в чем разница, разница между, чем отличается, что такое, как работает, зачем нужен, учусь,
    解释, 讲解, 讲一下, 请教, 区别, 是什么, 什么意思, 原理, 如何工作, 怎么理解, 不太明白, 为什么要, 什么时候用, 科普,
    説明して, 教えて, 違い, とは, 理解したい, 仕組み, どういう意味, わかりません, 知りたい, 使い分け,
    설명, 차이, 무엇, 이해, 원리, 알려`,
  design: `schema, data model, database design, table design, tables and keys, system design, architecture, folder layout, folder structure, directory structure, project structure, layout, service boundaries, boundaries, design a backend, design the backend, design for, sketch me the tables, how to structure, how should we structure, how should i structure, where should i put, where would you put, structure this, high-level design, trade-offs, tech stack, which stack, migration plan, design doc, event schema,
    schema, datenmodell, tabellenstruktur, welche spalten, spalten und datentypen, architektur, ordnerstruktur, projektstruktur, aufbau, entwurf, systementwurf, wie strukturier*, aufteilung, grobkonzept, konzept, datenbankmodell, welche datenbank,
    schema, modele de donnees, architecture, structure des dossiers, organiserais, une structure, structurer, conception, decoupage, decouper en services, quelle base de donnees, arborescence,
    esquema, modelo de datos, modelo la relacion, las rutas rest, nombres de las rutas, arquitectura, estructura de carpetas, como modelo, como estructur*, diseno, solo el diseno, que base de datos, como organiz*,
    esquema, modelo de dados, arquitetura, desenho, desenharia, estrutura de pastas, como estrutur*, como modelar, como organiz*, que banco de dados, planeje como, como dividir, fronteira*,
    schema, modello dei dati, modello dati, architettura, struttura delle cartelle, imposteresti, come struttur*, come organizz*, progettazione, schema minimo, mi conviene,
    схем*, модел* данных, архитектур*, структур* папок, структур* проекта, границ* доменов, план разделения, как организовать, как спроектировать, спроектир*,
    数据模型, 架构, 目录结构, 表结构, 数据表, 数据库设计, 方案, 怎么设计, 如何设计, 设计一下, 系统设计, 选型, 状态流转,
    データモデル, アーキテクチャ, ディレクトリ構成, フォルダ構成, テーブル設計, 構成案, 設計方針, スキーマ, どう設計, 設計案, 構成,
    아키텍처, 데이터 모델, 스키마, 폴더 구조, 설계, 구조`,
})

/** Nothing is to be changed: the answer is prose. */
const HANDS_OFF = vocabulary<'hands off'>({
  'hands off': `no code changes, no code yet, no code please, no code needed, don't change anything, do not change anything, don't touch anything, do not touch anything, leave everything as is, without changing, nothing to change, report only, just the assessment, just a list, no fixes, before anyone writes code, before we write, before writing code, i'll fix it myself, i will fix it myself, just suggest, just the idea, just explain, not asking for changes,
    nichts andern, noch nichts andern, nur bewertung, nur die einschatzung, keine anderungen, nur erklaren, kein code, ohne code, noch kein code, nur das konzept, nur den entwurf,
    pas de code, sans rien changer, ne change rien, ne modifie rien, ne touche a rien, juste l'avis, je corrigerai moi-meme, juste la structure, sans coder,
    solo el diseno, sin tocar nada, sin cambiar nada, no cambies nada, sin codigo, solo la opinion, solo una lista, solo quiero entender,
    so o parecer, sem mudar nada, nao mude nada, sem alterar, nao altere, sem codigo, so quero entender, so a lista,
    senza modificare, non modificare, non toccare nulla, niente codice, mi basta, solo un parere, solo capire, senza codice,
    ничего не меняй*, не меняй*, без кода, только анализ, только вывод*, без изменений, код не нужен, только список,
    不要改, 先不写代码, 不用写代码, 不需要改代码, 只要评价, 只评价, 只需要方案, 不要写代码, 不用改, 只要分析,
    変更しないで, コードは不要, 修正は不要, 変更は不要, コードはまだ, 指摘だけ, 方針だけ, 説明だけ, 直さなくて,
    수정하지 마, 코드는 필요 없, 변경하지 마, 설명만`,
})

/** So many entries are a list to be put in order, whatever they are. */
const LEAST_LIST = 3

/** What is to come out: something to read, a judgement, knowledge, a plan. */
export type Wanted = 'guide' | 'verdict' | 'explanation' | 'design'

export interface DecisiveSigns {
  /** Reports, tickets or messages are to be sorted. */
  sorts: boolean
  /** Of what is wanted: where it is first said, in words from the beginning, and in how many ways. */
  wanted: Partial<Record<Wanted, { place: number; words: number }>>
  isHandsOff: boolean
}

/** Deterministic; reads what `readRequest` kept. */
export function readDecisiveSigns(request: RequestWords): DecisiveSigns {
  const sorting = SORTING.tags(request)
  const listed = request.plain.match(LIST_ITEM)?.length ?? 0
  const wanted: DecisiveSigns['wanted'] = {}
  for (const { tag, place } of WANTED.find(request)) {
    const known = wanted[tag]
    wanted[tag] = { place: Math.min(place, known?.place ?? place), words: (known?.words ?? 0) + 1 }
  }
  return {
    sorts: sorting.includes('act') && (sorting.includes('thing') || listed >= LEAST_LIST),
    wanted,
    isHandsOff: HANDS_OFF.tags(request).length > 0,
  }
}
