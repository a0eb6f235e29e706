// Every defect truly has the effect its severity claims, and the same seed always gives the same mutants.
import { describe, expect, test } from 'vitest'
import { loadCorpus } from '../../../benchmarks/corpus/corpus.ts'
import {
  DEFECTS,
  injectDefect,
  injectDefects,
  type Mutant,
} from '../../../benchmarks/scorer/defects/injectDefects.ts'
import { parseProject } from '../../../benchmarks/scorer/defects/parsedProject.ts'
import { buildProblems } from './buildProblems.ts'

const corpus = loadCorpus()
const seeds = [1, 2]
const mutants = new Map(
  corpus.map((project) => [project.name, seeds.flatMap((seed) => injectDefects({ project, seed }))]),
)
/** Vue and Svelte need compilers of their own; their mutants are checked by their scripts elsewhere. */
const bundled = corpus.filter(({ framework }) => framework !== 'vue' && framework !== 'svelte')
/** The bundler leaves packages out, so a name a package lacks does not show. */
const UNSEEN = ['package-export-missing']

describe('the defects', () => {
  test('are those of the list, each with a name of its own', () => {
    const count = (severity: string) => DEFECTS.filter((defect) => defect.severity === severity).length
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length)
    expect({
      fatal: count('fatal'),
      major: count('major'),
      minor: count('minor'),
      control: count('control'),
    }).toEqual({
      fatal: 22,
      major: 22,
      minor: 10,
      control: 2,
    })
  })

  test.each(DEFECTS.map(({ name }) => name))(
    '%s can be made in at least two projects and changes them',
    (name) => {
      const made = corpus.filter((project) =>
        mutants
          .get(project.name)
          ?.some((mutant) => mutant.mutation === name && !sameFiles(mutant, project.files)),
      )
      expect(made.length).toBeGreaterThanOrEqual(name === 'same-project' ? 0 : 2)
    },
  )

  test('the same seed gives the same mutants, another seed others', () => {
    for (const project of corpus) {
      const [first, again, other] = [7, 7, 8].map((seed) => injectDefects({ project, seed }))
      expect(again).toEqual(first)
      expect(other?.map(({ files }) => files)).not.toEqual(first?.map(({ files }) => files))
    }
  })

  test('one defect alone gives the mutant it has among all', () => {
    const [project] = corpus
    if (!project) throw new Error('the corpus is empty')
    const alone = injectDefect({ project, mutation: 'brace-lost', seed: 1 })
    expect(alone).toEqual(mutants.get(project.name)?.find(({ mutation }) => mutation === 'brace-lost'))
    expect(() => injectDefect({ project, mutation: 'no-such', seed: 1 })).toThrow(
      'No defect is called no-such',
    )
  })

  test('ids are unique', () => {
    const ids = [...mutants.values()].flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe.each(bundled)('mutants of $name', ({ name }) => {
  const all = mutants.get(name) ?? []

  test('fatal ones do not build', async () => {
    const fatal = all.filter(({ severity, mutation }) => severity === 'fatal' && !UNSEEN.includes(mutation))
    const building = await Promise.all(
      fatal.map(async (mutant) => ((await buildProblems(mutant.files)).length === 0 ? mutant.id : null)),
    )
    expect(building.filter((id) => id !== null)).toEqual([])
  })

  test('all others build', async () => {
    const others = all.filter(({ severity }) => severity !== 'fatal')
    const broken = await Promise.all(
      others.map(async (mutant) =>
        (await buildProblems(mutant.files)).map((problem) => `${mutant.id}: ${problem}`),
      ),
    )
    expect(broken.flat()).toEqual([])
  })
})

test('what is removed is what something reachable imports', () => {
  for (const project of corpus) {
    const parsed = parseProject(project)
    for (const mutant of mutants.get(project.name) ?? []) {
      if (mutant.mutation !== 'file-removed') continue
      const [removed] = Object.keys(project.files).filter((path) => !(path in mutant.files))
      const importers = parsed.imports.filter(
        (edge) => edge.target === removed && !edge.typeOnly && parsed.reachable.has(edge.from),
      )
      expect(importers.length, mutant.id).toBeGreaterThan(0)
    }
  }
})

function sameFiles(mutant: Mutant, files: Record<string, string>): boolean {
  return JSON.stringify(mutant.files) === JSON.stringify(files)
}
