/** Defects after which a project cannot be built or started. */
import type { Defect } from '../defect.ts'
import { braceLost, duplicateDeclaration, jsxUnclosed } from './brokenSyntax.ts'
import { fileCutOff, projectCutOff } from './cutOff.ts'
import {
  defaultNamedMixedUp,
  importCaseWrong,
  importPathWrong,
  namedExportMissing,
} from './importMistakes.ts'
import { codeElided, fencesLeft, proseLeft } from './leftovers.ts'
import {
  cssRemoved,
  entryMissing,
  fileRemoved,
  filesRemoved,
  indexHtmlMissing,
  packageJsonInvalid,
  packageJsonMissing,
} from './missingFiles.ts'
import { dependencyMissing, packageExportMissing, packageNonexistent } from './packageMistakes.ts'

export const FATAL_DEFECTS: readonly Defect[] = [
  fileRemoved,
  filesRemoved,
  fileCutOff,
  projectCutOff,
  braceLost,
  jsxUnclosed,
  fencesLeft,
  proseLeft,
  codeElided,
  dependencyMissing,
  packageNonexistent,
  packageExportMissing,
  namedExportMissing,
  defaultNamedMixedUp,
  importPathWrong,
  importCaseWrong,
  duplicateDeclaration,
  packageJsonMissing,
  packageJsonInvalid,
  indexHtmlMissing,
  entryMissing,
  cssRemoved,
]
