/** Tells what kind of task a request is, from its words, in the languages most requests come in. */
import type { OutputKind, TaskType } from './taskProfile.ts'

interface Cue {
  type: TaskType
  /** How much one match says; the type with the largest sum wins. */
  weight: number
  pattern: RegExp
}

/**
 * Words of English, German, French, Spanish, Portuguese, Italian, Russian, Chinese, Japanese and Korean.
 * `\b` knows ASCII alone, so words in other scripts stand without it. Every pattern is linear in the request's length.
 */
const CUES: readonly Cue[] = [
  {
    type: 'generation',
    weight: 3,
    pattern:
      /\b(?:build|create|make|generate|implement|develop|scaffold|write|design|code)\b(?! (?:a |an |the )?(?:readme|docs|documentation|tests? for|review|summary))/i,
  },
  {
    type: 'generation',
    weight: 3,
    pattern:
      /\b(?:baue?|erstelle?|entwickle|programmiere|schreibe?|cr[ée]e[rz]?|construi[sr]e?|développe[rz]?|génère|crea|crear|construye|desarrolla|haz|crie|criar|construa|desenvolva|sviluppa|costruisci|genera|realizza)\b/i,
  },
  {
    type: 'generation',
    weight: 3,
    pattern:
      /создай|сделай|построй|разработай|напиши|创建|建立|开发|做一个|构建|生成|编写|作成|作って|作る|開発して|構築|만들어|개발해|작성해|생성해/i,
  },
  {
    type: 'edit',
    weight: 4,
    pattern:
      /\b(?:add|change|update|rename|remove|replace|move|refactor|convert|migrate|extend|adjust|extract|switch|make (?:it|the|this)|modify|turn the|restyle)\b/i,
  },
  {
    type: 'edit',
    weight: 4,
    pattern:
      /\b(?:füge|ändere|aktualisiere|ersetze|entferne|benenne|erweitere|ajoute[rz]?|modifie[rz]?|remplace[rz]?|supprime[rz]?|renomme[rz]?|añade|agrega|cambia|modifica|reemplaza|elimina|adicione|altere|mude|substitua|remova|aggiungi|sostituisci|rimuovi|rinomina)\b/i,
  },
  {
    type: 'edit',
    weight: 4,
    pattern:
      /добавь|измени|замени|удали|переименуй|обнови|添加|修改|更改|替换|删除|重构|更新|追加して|変更して|修正して|置き換え|削除して|추가해|변경해|수정해|삭제해|바꿔/i,
  },
  {
    type: 'debug',
    weight: 6,
    pattern:
      /\b(?:bug|fix(?:es|ing)?|broken|crash(?:es|ed|ing)?|error|exception|doesn'?t work|not working|fails?|failing|stack ?trace|undefined is not|cannot read propert|debug|infinite loop|memory leak)\b/i,
  },
  {
    type: 'debug',
    weight: 6,
    pattern:
      /\b(?:fehler|behebe|repariere|funktioniert nicht|stürzt ab|corrige[rz]?|ne (?:fonctionne|marche) pas|plante|erreur|arregla|corrige|no funciona|falla|fallo|conserta|corrija|não funciona|errore?|correggi|non funziona|si blocca)\b/i,
  },
  {
    type: 'debug',
    weight: 6,
    pattern:
      /ошибк|исправь|не работает|падает|报错|错误|修复|不工作|崩溃|エラー|バグ|動かない|直して|오류|버그|고쳐|작동하지/i,
  },
  {
    type: 'review',
    weight: 7,
    pattern:
      /\b(?:review|audit|critique|code smell|security check|assess|feedback on|what do you think of|überprüfe|begutachte|prüfe|relis|révise|examine|revisa|revise|analise|rivedi|controlla)\b|проверь|ревью|审查|评审|检查.{0,6}代码|レビュー|리뷰|검토/i,
  },
  {
    type: 'documentation',
    weight: 7,
    pattern:
      /\b(?:document(?:ation|iere|ier|ar|er|a)?|readme|docs?|docstrings?|jsdoc|changelog|api reference|user guide|tutorial|dokumentation|documentación|documentação|documentazione)\b|документац|文档|文書|ドキュメント|说明书|문서/i,
  },
  {
    type: 'architecture',
    weight: 7,
    pattern:
      /\b(?:architect(?:ure|ural)?|system design|design (?:a |the )?(?:system|schema|database|data model|microservices?)|trade-?offs?|scal(?:e|ing) (?:to|for)|architektur|arquitectura|arquitetura|architettura|event[- ]driven)\b|архитектур|架构|アーキテクチャ|設計(?:して|を)|아키텍처/i,
  },
  {
    type: 'triage',
    weight: 7,
    pattern:
      /\b(?:triage|classify|categori[sz]e|prioriti[sz]e|label (?:this|these)|which team|severity of|route this|klassifiziere|priorisiere|classe[rz]?|clasifica|prioriza|classifique|classifica)\b|классифицируй|приоритизируй|分类|优先级|分類|トリアージ|분류/i,
  },
  {
    type: 'question',
    weight: 4,
    pattern:
      /^\s*(?:what|why|how|when|where|which|who|is|are|does|do|did|can|could|should|would|explain|compare|tell me|was|warum|wieso|wie|wann|wo|welche[rs]?|erkläre?|qu'est|pourquoi|comment|quel(?:le)?s?|explique[rz]?|qué|por qué|cómo|cuál|explica|o que|por que|como|qual|cosa|perché|come|quale|spiega)\b/i,
  },
  {
    type: 'question',
    weight: 4,
    pattern:
      /\?\s*$|？\s*$|^\s*(?:что|почему|как|зачем|объясни)|什么是|为什么|怎么|如何|区别|とは|なぜ|どうして|違い|무엇|왜|어떻게|차이/i,
  },
]

/** Verbs that ask for work: a question mark after one of these is politeness ("Can you build …?"). */
const POLITE_ORDER =
  /\b(?:can|could|would|will) you (?:please )?(?:build|create|make|add|fix|write|implement|change|generate|refactor)\b|\bkannst du\b.{0,60}\b(?:bauen|erstellen|schreiben|hinzufügen|beheben)\b|\bpouvez-vous\b|\bpeux-tu\b|\bpuedes\b|\bvocê pode\b|\bpuoi\b/i

export interface TypeDecision {
  type: TaskType
  /** 0..1 */
  confidence: number
  because: string
}

/** The type of a request. With existing files a plain order is an edit; without, an edit has nothing to work on. */
export function decideType(request: string, hasFiles: boolean): TypeDecision {
  const text = request.slice(0, 4_000)
  const sums = new Map<TaskType, number>()
  const found: string[] = []
  for (const { type, weight, pattern } of CUES) {
    const match = pattern.exec(text)
    if (match === null) continue
    // What is said first is what is meant: "Build a page that fixes errors" builds.
    const early = match.index < 40 ? 1.5 : 1
    sums.set(type, (sums.get(type) ?? 0) + weight * early)
    found.push(match[0].trim().slice(0, 30))
  }
  if (POLITE_ORDER.test(text)) sums.delete('question')
  if (hasFiles) sums.set('edit', (sums.get('edit') ?? 0) + 2)
  if (!hasFiles) shift(sums, 'edit', 'generation', 0.5)
  if (hasFiles && (sums.get('edit') ?? 0) > 2) shift(sums, 'generation', 'edit', 1)
  const ranked = [...sums].sort((left, right) => right[1] - left[1])
  const [best, second] = ranked
  if (best === undefined)
    return { type: hasFiles ? 'edit' : 'generation', confidence: 0.3, because: 'nothing else fits' }
  const total = best[1] + (second?.[1] ?? 0)
  return {
    type: best[0],
    confidence: Math.round((best[1] / total) * 100) / 100,
    because: `says ${found.map((word) => JSON.stringify(word)).join(', ') || 'nothing telling'}`,
  }
}

function shift(sums: Map<TaskType, number>, from: TaskType, to: TaskType, share: number): void {
  const moved = (sums.get(from) ?? 0) * share
  if (moved === 0) return
  sums.set(to, (sums.get(to) ?? 0) + moved)
  sums.set(from, (sums.get(from) ?? 0) - moved)
}

/** Whether the answer is files or prose. */
export function decideOutput(type: TaskType, request: string, hasFiles: boolean): OutputKind {
  if (type === 'generation' || type === 'edit') return 'files'
  if (type === 'debug') return hasFiles || /```|\bcode\b/i.test(request) ? 'files' : 'text'
  if (type === 'documentation')
    return hasFiles || /\breadme\b|\.md\b|changelog/i.test(request) ? 'files' : 'text'
  return 'text'
}
