/** Defects after which a project starts, but a main part of it does not work. */
import type { Defect } from '../defect.ts'
import { callWithoutArguments, methodMisspelt } from './calls.ts'
import { buildConfigurationMissing, tailwindConfigurationMissing } from './configuration.ts'
import { elidedCommentOnly } from './elision.ts'
import { allHandlersRemoved, handlerNotWired, handlersEmptied } from './handlers.ts'
import { hookNotImported, undefinedIdentifier } from './names.ts'
import { propWrong } from './props.ts'
import { componentEmpty, componentReturnsNull, placeholderComponent, templateOnly } from './rendering.ts'
import { effectWithoutDependencies, stateMutated, stateNeverUpdated } from './state.ts'
import { componentsUnreachable, providerMissing, rootNotRendered, routeWithoutComponent } from './wiring.ts'

export const MAJOR_DEFECTS: readonly Defect[] = [
  elidedCommentOnly,
  undefinedIdentifier,
  hookNotImported,
  buildConfigurationMissing,
  tailwindConfigurationMissing,
  rootNotRendered,
  handlerNotWired,
  allHandlersRemoved,
  handlersEmptied,
  componentEmpty,
  componentReturnsNull,
  placeholderComponent,
  templateOnly,
  stateNeverUpdated,
  stateMutated,
  effectWithoutDependencies,
  propWrong,
  callWithoutArguments,
  methodMisspelt,
  providerMissing,
  routeWithoutComponent,
  componentsUnreachable,
]
