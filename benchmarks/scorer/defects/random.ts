/** Where the defects take their random choices from. */
export { type Random, seededRandom } from '../../../supabase/functions/_shared/random/seededRandom.ts'
