/** Signs that tell what is asked where no verb does: what a design is of, what reports are sorted by, how it begins. */
import type { RequestWords } from './readRequest.ts'
import { vocabulary } from './vocabulary.ts'

/** "How would you lay out the tables?" asks for a design, of which both halves are needed. */
const DESIGN = vocabulary<'designing' | 'structure'>({
  designing: `what would the, what would a, what would our, how would you, how would u, how would one, how should we, how should i, how should one, should our, should we, sollten wir, devrions nous, deberiamos, deveriamos, dovremmo, стоит ли нам, 我们应该, べきでしょうか, べきですか, lay out, laying out, structure the, structure our, sketch the, model the, split out, split up, organise the, organize the, wurdest, wurden sie, strukturieren, aufteilen, aufbauen, structurer*, concevr*, organiser*, architectur*, estructurar*, disenar*, disenarias, organizaria*, projetaria*, estruturar*, progettere*, strutturere*, organizzere*, спроектировал*, структурировал*, организовал*, спроектировать, 如何设计, 怎么设计, 如何划分, 怎么划分, どう設計, どのように設計, どう構成, 어떻게 설계, 어떻게 구성`,
  structure: `pipeline, pipelines, storage, service, queue, queues, cluster, cache, kafka, microservice*, micro services, backend, back end, database, tables, schema, services, monorepo, folder structure, folders, codebase, system, data model, api, platform, datenbank, datenbankstruktur, datenmodell, tabellen, system, ordnerstruktur, dienste, base de donnees, tables, services, systeme, modele de donnees, base de datos, tablas, servicios, sistema, modelo de datos, banco de dados, tabelas, servicos, modelo de dados, database, tabelle, servizi, modello dati, баз* данных, базу данных, таблицы, сервис*, систем*, 数据库, 数据表, 系统, 后端, 服务, 架构, データベース, テーブル, システム, バックエンド, 데이터베이스, 테이블, 시스템, 백엔드`,
})

/** By what reports and messages are sorted. */
const SORTED_BY = vocabulary<'measure'>({
  measure: `severity, priority, priorities, urgency, category, categories, right team, p0, p1, p2, p3, sentiment, dringlichkeit, prioritat, kategorie, kategorien, schweregrad, urgence, priorite, categorie, gravite, urgencia, prioridad, categoria, gravedad, gravidade, prioridade, urgenza, priorita, gravita, срочност*, приоритет*, категори*, серьезност*, 紧急程度, 优先级, 类别, 严重程度, 緊急度, 優先度, カテゴリ, 重要度, 긴급도, 우선순위, 카테고리, 심각도`,
})

const READ_CHARACTERS = 2_000
const QUOTED = /["“”„«「『][^"“”„»」』]{3,400}["”“»」』]/
const ALTERNATIVES = /\b(?:or|oder|ou|o|of|lub|veya)\b|(?:^|\s)или(?=\s)|还是|それとも|または|아니면|또는/
/** A message of a program in trouble, as people paste it. */
const FAULT_MESSAGE =
  /\b[A-Z]\w{0,60}(?:Error|Exception)\b|\bERR_\w|\b(?:ECONN[A-Z]{5,9}|ENOENT|EACCES|EPERM|EPIPE|EADDRINUSE|ETIMEDOUT|ENOTFOUND)\b|\bexit(?:ed with)? code [1-9]|\bHTTP [45]\d\d\b/
const YES_OR_NO =
  /^ (?:can|could|do|does|did|is|are|was|were|will|would|has|have|ist|sind|est ce|es|sao|e possivel) (?!you |u |we |i |someone |anyone |the team )/
const IS_IT_GOOD = /^ (?:is|are|does|do) (?:this|that|these|my|our|the) /
const NAMES_THING = /^ (?:an?|ein|eine|einen|un|une|una|um|uma|een) /
const ASKS_POLITELY =
  /^ (?:\S+ ){0,3}(?:can you|can we|could we|could you|would you|can u|could u|kannst du|konntest du|konnen sie|konnten sie|peux tu|pourrais tu|pouvez vous|pourriez vous|tu peux|puedes|podrias|podria|pode|voce pode|poderia|puoi|potresti|можешь|можете|не мог бы) /

export interface RequestShape {
  /** Asks how something is to be structured. */
  asksForDesign: boolean
  /** Names what reports are sorted by. */
  namesMeasure: boolean
  /** Quotes a text. */
  quotes: boolean
  /** Quotes a text and asks which of several things it is. */
  offersAlternatives: boolean
  /** Carries a program's own fault message. */
  showsFault: boolean
  /** "Can a token be revoked?", but not "can you …?". */
  asksYesOrNo: boolean
  /** Carries code in fences. */
  showsCode: boolean
  /** "Is this …?" */
  asksWhetherGood: boolean
  /** Begins with a thing, not with a verb: "A portal for …" */
  namesThing: boolean
  /** "Could you …?" */
  asksPolitely: boolean
}

/** Reads the first two thousand characters, in time linear in them. */
export function readShape(words: RequestWords, request: string): RequestShape {
  const head = request.slice(0, READ_CHARACTERS)
  const plain = words.plain.slice(0, READ_CHARACTERS)
  const quotes = QUOTED.test(head)
  return {
    asksForDesign: DESIGN.tags(words).length === 2,
    namesMeasure: SORTED_BY.tags(words).length > 0,
    quotes,
    offersAlternatives: quotes && /[?？]/.test(head) && ALTERNATIVES.test(plain),
    showsFault: FAULT_MESSAGE.test(head),
    showsCode: head.includes('```'),
    asksYesOrNo: YES_OR_NO.test(words.joined),
    asksWhetherGood: IS_IT_GOOD.test(words.joined),
    namesThing: NAMES_THING.test(words.joined),
    asksPolitely: ASKS_POLITELY.test(words.joined),
  }
}
