import { expect, it } from 'vitest'
import { readRequest } from '../../../supabase/functions/_shared/profiling/readRequest.ts'
import { readScale } from '../../../supabase/functions/_shared/profiling/scale.ts'

const scaleOf = (request: string) => readScale(readRequest(request))

it.each([
  ['audit the entire codebase', true],
  ['Prüfe bitte das ganze Projekt', true],
  ['Documente toute la base de code', true],
  ['Refatore o projeto inteiro', false],
  ['请审查我们整个交易引擎的并发设计', true],
  ['アプリ全体の認証を見直す', true],
  ['rename all buttons of this page', false],
  ['my whole day went into this CSS', false],
])('tells whether the whole of a system is meant: %s', (request, isWhole) => {
  expect(scaleOf(request).isWhole).toBe(isWhole)
})

it.each([
  ['sort 1,900 open issues', 1_900],
  ['about 140k lines of Ruby', 140_000],
  ['500 mil linhas de código', 500_000],
  ['2 тыс. тикетов', 2_000],
  ['大约 1 万条工单', 10_000],
  ['twelve tickets and 14 emails', 14],
  ['it returns 500 errors since 2024 releases', 0],
  ['a padding of 120px and 300 ms', 0],
  ['port 8080, version 19.0.0', 0],
])('finds the largest number of things: %s', (request, largest) => {
  expect(scaleOf(request).largest).toBe(largest)
})

it('tells services from other things', () => {
  expect(scaleOf('explain our 22 microservices and 300 tables')).toMatchObject({ services: 22, largest: 300 })
  expect(scaleOf('バックエンド12サービスの仕様').services).toBe(12)
  expect(scaleOf('three services').services).toBe(0)
})
