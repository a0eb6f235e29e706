/** Every rule, in the order their diagnostics are gathered. */
import type { Rule } from '../rule.ts'
import { elidedCode } from './completeness/elidedCode.ts'
import { emptyComponent } from './completeness/emptyComponent.ts'
import { lostStyles } from './completeness/lostStyles.ts'
import { missingBuildConfig } from './completeness/missingBuildConfig.ts'
import { missingEntry } from './completeness/missingEntry.ts'
import { missingManifest } from './completeness/missingManifest.ts'
import { missingModule } from './completeness/missingModule.ts'
import { missingRequirement } from './completeness/missingRequirement.ts'
import { missingText } from './completeness/missingText.ts'
import { noCode } from './completeness/noCode.ts'
import { nothingExported } from './completeness/nothingExported.ts'
import { offTopic } from './completeness/offTopic.ts'
import { tailwindNotConfigured } from './completeness/tailwindNotConfigured.ts'
import { templateLeft } from './completeness/templateLeft.ts'
import { unchangedProject } from './completeness/unchangedProject.ts'
import { undeclaredDependency } from './completeness/undeclaredDependency.ts'
import { unreachableComponent } from './completeness/unreachableComponent.ts'
import { brokenLink } from './functionality/interaction/brokenLink.ts'
import { emptyHandler } from './functionality/interaction/emptyHandler.ts'
import { handlerCalledAtRender } from './functionality/interaction/handlerCalledAtRender.ts'
import { inertElement } from './functionality/interaction/inertElement.ts'
import { routeWithoutComponent } from './functionality/interaction/routeWithoutComponent.ts'
import { unwiredHandler } from './functionality/interaction/unwiredHandler.ts'
import { missingElement } from './functionality/runtime/missingElement.ts'
import { missingMember } from './functionality/runtime/missingMember.ts'
import { missingProvider } from './functionality/runtime/missingProvider.ts'
import { misspeltMethod } from './functionality/runtime/misspeltMethod.ts'
import { rootNotRendered } from './functionality/runtime/rootNotRendered.ts'
import { uncheckedResponse } from './functionality/runtime/uncheckedResponse.ts'
import { undefinedName } from './functionality/runtime/undefinedName.ts'
import { unusedProp } from './functionality/runtime/unusedProp.ts'
import { wrongCall } from './functionality/runtime/wrongCall.ts'
import { wrongProp } from './functionality/runtime/wrongProp.ts'
import { conditionalHook } from './functionality/state/conditionalHook.ts'
import { effectCleanup } from './functionality/state/effectCleanup.ts'
import { effectLoop } from './functionality/state/effectLoop.ts'
import { frozenState } from './functionality/state/frozenState.ts'
import { mutatedState } from './functionality/state/mutatedState.ts'
import { eagerRoutes } from './performance/eagerRoutes.ts'
import { giantFile } from './performance/giantFile.ts'
import { consoleNoise } from './quality/consoleNoise.ts'
import { duplicateDeclaration } from './quality/duplicateDeclaration.ts'
import { duplicatedBlock } from './quality/duplicatedBlock.ts'
import { looseTypes } from './quality/looseTypes.ts'
import { markdownFence } from './quality/markdownFence.ts'
import { missingExport } from './quality/missingExport.ts'
import { missingKey } from './quality/missingKey.ts'
import { missingPackageExport } from './quality/missingPackageExport.ts'
import { stylesheetError } from './quality/stylesheetError.ts'
import { syntaxError } from './quality/syntaxError.ts'
import { typeCheckingOff } from './quality/typeCheckingOff.ts'
import { unrelatedRewrite } from './quality/unrelatedRewrite.ts'
import { unresolvedImport } from './quality/unresolvedImport.ts'
import { unusedImport } from './quality/unusedImport.ts'

export const ALL_RULES: readonly Rule[] = [
  brokenLink,
  conditionalHook,
  consoleNoise,
  duplicateDeclaration,
  duplicatedBlock,
  eagerRoutes,
  effectCleanup,
  effectLoop,
  elidedCode,
  emptyComponent,
  emptyHandler,
  frozenState,
  giantFile,
  handlerCalledAtRender,
  inertElement,
  looseTypes,
  lostStyles,
  markdownFence,
  missingBuildConfig,
  missingElement,
  missingEntry,
  missingExport,
  missingKey,
  missingManifest,
  missingMember,
  missingModule,
  missingPackageExport,
  missingProvider,
  missingRequirement,
  missingText,
  misspeltMethod,
  mutatedState,
  noCode,
  nothingExported,
  offTopic,
  rootNotRendered,
  routeWithoutComponent,
  stylesheetError,
  syntaxError,
  tailwindNotConfigured,
  templateLeft,
  typeCheckingOff,
  unchangedProject,
  uncheckedResponse,
  undeclaredDependency,
  undefinedName,
  unreachableComponent,
  unrelatedRewrite,
  unresolvedImport,
  unusedImport,
  unusedProp,
  unwiredHandler,
  wrongCall,
  wrongProp,
]
