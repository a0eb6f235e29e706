/** How much a request is about: the whole of a system, thousands of tickets, dozens of services. */
import type { RequestWords } from './readRequest.ts'
import { vocabulary } from './vocabulary.ts'

export interface Scale {
  /** All of a codebase, a system or its parts. */
  isWhole: boolean
  /** The largest number of things named, 0 where none is. */
  largest: number
  /** The largest number of services, modules and the like named. */
  services: number
}

const WHOLE = vocabulary<'whole' | 'system'>({
  whole: `whole, entire, complete, all, every, full, all of, throughout, ganz*, gesamt*, alle, allen, komplett*, samtlich*, tout, toute, tous, toutes, entier*, entiere*, ensemble, complet*, integral*, todo, toda, todos, todas, entero, entera, inteir*, complet*, tutto, tutta, tutti, tutte, intero, intera, complet*, весь, вся, всю, все, всех, всего, всей, всем, целиком, полностью, полную, полный`,
  system: `codebase, code base, project, repo, repository, system, systems, platform, backend, back end, monolith, services, microservices, modules, product, products, sdk, application, stack, engine, code, codebasis, projekt*, system*, plattform, anwendung, monolith*, dienste, module, base de code, projet, systeme, plateforme, application, services, modules, monolithe, code, proyecto, sistema, plataforma, aplicacion, monolito, servicios, modulos, codigo, projeto, aplicacao, servicos, progetto, piattaforma, applicazione, monolite, servizi, moduli, codice, motore, проект*, систем*, платформ*, приложени*, монолит*, сервис*, модул*, код*, движок, бэклог*, backlog`,
})
const NEAR_WORDS = 4
const WHOLE_UNSPACED =
  /(?:整个|所有|全部|全体|全套|全|すべての|全ての|전체|모든)[^，。、,.]{0,12}(?:代码|项目|系统|平台|服务|模块|引擎|后端|应用|仓库|产品|工单|サービス|システム|コード|製品|モジュール|ソース|接口|코드|시스템|프로젝트|서비스)|(?:システム|アプリ|コードベース|プロジェクト|リポジトリ|サービス)全体/

/** What servers answer and years are no quantities. */
const CODES = new Set([200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504])
const NUMBER =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\d.,:/#-])(?<digits>\d{1,3}(?:[.,' \u00a0]\d{3})+|\d{1,7})\s?(?:(?<thousands>(?:thousand|tausend|mille|mila|mil|тыс\p{L}*\.?|k)(?![\p{Script=Latin}\p{Script=Cyrillic}])|千)|(?<millions>(?:millions?|milhoes|millones|mio|млн\.?|m)(?![\p{Script=Latin}\p{Script=Cyrillic}])|百万)|(?<myriads>万))?(?![\d%:.]\d?|px|ms|mb|kb|gb)\s{0,2}(?:de |di |d'|of |von )?(?<noun>[\p{L}]{2,})/giu
const UNIT =
  /^(?:px|ms|mb|kb|gb|sec|seconds?|minutes?|min|hours?|days?|dias?|tage?|jours?|chars?|characters?|zeichen|words?|euros?|eur|usd|dollars?|kr|uhr|am|pm|日|年|月|時|分|秒|元|円|号|点)/iu
const SERVICE =
  /^(?:micro|mikro)?-?(?:services?|dienste?n?|servicios|servicos|servizi|сервис|module?s?|modul|módulos|instances|nodes|teams|repos|products|服务|个服务|サービス|个模块|产品|个产品|製品)/iu

/** Deterministic, in time linear in the text that `readRequest` kept. */
export function readScale(request: RequestWords): Scale {
  const places = { whole: [] as number[], system: [] as number[] }
  for (const { tag, place } of WHOLE.find(request)) places[tag].push(place)
  const isWhole =
    places.whole.some((from) => places.system.some((to) => to > from && to - from <= NEAR_WORDS)) ||
    (request.hasUnspaced && WHOLE_UNSPACED.test(request.plain))
  let largest = 0
  let services = 0
  for (const { groups = {} } of request.plain.matchAll(NUMBER)) {
    const { digits = '', noun = '', thousands, myriads, millions } = groups
    const times = thousands ? 1_000 : myriads ? 10_000 : millions ? 1_000_000 : 1
    const count = Number(digits.replace(/\D/g, '')) * times
    const isPlain = times === 1 && /^\d+$/.test(digits)
    if (isPlain && (CODES.has(count) || (count >= 1_900 && count <= 2_100))) continue
    if (UNIT.test(noun)) continue
    largest = Math.max(largest, count)
    if (SERVICE.test(noun)) services = Math.max(services, count)
  }
  return { isWhole, largest, services }
}
