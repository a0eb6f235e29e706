/** Defects after which a project still works, only worse. */
import type { Defect } from '../defect.ts'
import { effectCleanupMissing } from './cleanup.ts'
import { giantFile } from './giantFile.ts'
import { keysMissing } from './keys.ts'
import { lazyRoutesMissing } from './lazyRoutes.ts'
import { blocksDuplicated, consoleNoise, unusedImports } from './noise.ts'
import { stylesLost } from './styles.ts'
import { anyEverywhere, typeCheckingOff } from './typing.ts'

export const MINOR_DEFECTS: readonly Defect[] = [
  effectCleanupMissing,
  stylesLost,
  anyEverywhere,
  typeCheckingOff,
  consoleNoise,
  blocksDuplicated,
  giantFile,
  lazyRoutesMissing,
  unusedImports,
  keysMissing,
]
