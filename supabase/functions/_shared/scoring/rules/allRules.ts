/** Every rule, in the order their diagnostics are gathered. */
import type { Rule } from '../rule.ts'
import { brokenLink } from './brokenLink.ts'
import { conditionalHook } from './conditionalHook.ts'
import { consoleNoise } from './consoleNoise.ts'
import { duplicateDeclaration } from './duplicateDeclaration.ts'
import { duplicatedBlock } from './duplicatedBlock.ts'
import { eagerRoutes } from './eagerRoutes.ts'
import { effectCleanup } from './effectCleanup.ts'
import { effectLoop } from './effectLoop.ts'
import { elidedCode } from './elidedCode.ts'
import { emptyComponent } from './emptyComponent.ts'
import { emptyHandler } from './emptyHandler.ts'
import { frozenState } from './frozenState.ts'
import { giantFile } from './giantFile.ts'
import { handlerCalledAtRender } from './handlerCalledAtRender.ts'
import { inertElement } from './inertElement.ts'
import { looseTypes } from './looseTypes.ts'
import { lostStyles } from './lostStyles.ts'
import { markdownFence } from './markdownFence.ts'
import { missingBuildConfig } from './missingBuildConfig.ts'
import { missingElement } from './missingElement.ts'
import { missingEntry } from './missingEntry.ts'
import { missingExport } from './missingExport.ts'
import { missingKey } from './missingKey.ts'
import { missingManifest } from './missingManifest.ts'
import { missingMember } from './missingMember.ts'
import { missingModule } from './missingModule.ts'
import { missingPackageExport } from './missingPackageExport.ts'
import { missingProvider } from './missingProvider.ts'
import { missingRequirement } from './missingRequirement.ts'
import { missingText } from './missingText.ts'
import { misspeltMethod } from './misspeltMethod.ts'
import { mutatedState } from './mutatedState.ts'
import { noCode } from './noCode.ts'
import { nothingExported } from './nothingExported.ts'
import { offTopic } from './offTopic.ts'
import { rootNotRendered } from './rootNotRendered.ts'
import { routeWithoutComponent } from './routeWithoutComponent.ts'
import { stylesheetError } from './stylesheetError.ts'
import { syntaxError } from './syntaxError.ts'
import { tailwindNotConfigured } from './tailwindNotConfigured.ts'
import { templateLeft } from './templateLeft.ts'
import { typeCheckingOff } from './typeCheckingOff.ts'
import { unchangedProject } from './unchangedProject.ts'
import { uncheckedResponse } from './uncheckedResponse.ts'
import { undeclaredDependency } from './undeclaredDependency.ts'
import { undefinedName } from './undefinedName.ts'
import { unreachableComponent } from './unreachableComponent.ts'
import { unrelatedRewrite } from './unrelatedRewrite.ts'
import { unresolvedImport } from './unresolvedImport.ts'
import { unusedImport } from './unusedImport.ts'
import { unusedProp } from './unusedProp.ts'
import { unwiredHandler } from './unwiredHandler.ts'
import { wrongCall } from './wrongCall.ts'
import { wrongProp } from './wrongProp.ts'

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
