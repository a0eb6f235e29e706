// Prints the breakdowns of the projects in the JSON file it is given: the same script runs on Node and on Deno.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { scoreProject } from '../../../supabase/functions/_shared/scoring/scoreProject.ts'

const inputs = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
process.stdout.write(JSON.stringify(inputs.map(scoreProject)))
