/** The row types on disk are what the migrations say. */
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { generateRowTypes } from '../../../local/generateRowTypes.ts'

it('database.generated.ts is current', async () => {
  const onDisk = await readFile(
    new URL('../../../supabase/functions/_shared/store/database.generated.ts', import.meta.url),
    'utf8',
  )
  expect(onDisk).toBe(await generateRowTypes())
})
