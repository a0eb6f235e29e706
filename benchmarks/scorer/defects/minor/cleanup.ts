/** Effects that leave their timers, listeners and requests behind. */
import type { Node } from '@babel/types'
import { effects } from '../components.ts'
import { type Defect, withEdits } from '../defect.ts'
import { reachableSources, type SourceFile } from '../parsedProject.ts'
import { calleeName, isFunction, locateType } from '../syntaxTree.ts'
import { removeNode } from '../textEdit.ts'

/** The statements that clean up: an effect's last return of a function, or Vue's and Svelte's tear-down hooks. */
function cleanups(source: SourceFile): Node[] {
  const setUps = [
    ...effects(source),
    ...locateType(source.tree.program, 'CallExpression')
      .map(({ node }) => node)
      .filter((call) => ['$effect', 'onMount'].includes(calleeName(call) ?? '')),
  ]
  const returned = setUps.flatMap((call) => {
    const [effect] = call.arguments
    if (!effect || !isFunction(effect) || effect.body.type !== 'BlockStatement') return []
    const last = effect.body.body.at(-1)
    return last?.type === 'ReturnStatement' && last.argument ? [last] : []
  })
  const hooks = locateType(source.tree.program, 'ExpressionStatement')
    .map(({ node }) => node)
    .filter(
      ({ expression }) =>
        expression.type === 'CallExpression' &&
        ['onUnmounted', 'onBeforeUnmount', 'onDestroy'].includes(calleeName(expression) ?? ''),
    )
  return [...returned, ...hooks]
}

export const effectCleanupMissing: Defect = {
  name: 'effect-cleanup-missing',
  severity: 'minor',
  apply(project, random) {
    const sites = reachableSources(project).flatMap((source) =>
      cleanups(source).map((node) => ({ source, node })),
    )
    const site = random.pick(sites)
    return site ? withEdits(project, site.source.path, [removeNode(site.source.text, site.node)]) : null
  },
}
