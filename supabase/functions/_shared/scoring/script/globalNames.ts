/** Names that exist without being declared. */
import { GLOBAL_NAMES } from './globalNames.generated.ts'

/** Of module systems, build tools and other hosts, which TypeScript's libraries do not list. */
const HOST_NAMES =
  'undefined NaN Infinity arguments require module exports __dirname __filename global process Buffer setImmediate ' +
  'clearImmediate Deno Bun chrome browser JSX __DEV__ __APP_VERSION__ importScripts define gtag dataLayer google ' +
  'ethereum Razorpay Stripe Paystack PaystackPop grecaptcha turnstile fbq Calendly'

/** Of test runners, where a file is a test. */
const TEST_NAMES = new Set(
  'describe it test expect vi jest beforeEach afterEach beforeAll afterAll suite assert cy Cypress context fixture'.split(
    ' ',
  ),
)

/** Macros of Vue's and Svelte's compilers. */
const COMPILER_NAMES = new Set(
  (
    'defineProps defineEmits defineExpose defineModel defineOptions defineSlots withDefaults ' +
    '$state $derived $effect $props $bindable $inspect $host $$props $$restProps $$slots'
  ).split(' '),
)

let known: Set<string> | null = null

/** True for a name of the language, the browser, Node or a compiler. */
export function isGlobalName(name: string): boolean {
  known ??= new Set([...GLOBAL_NAMES.split(' '), ...HOST_NAMES.split(' ')])
  return known.has(name) || COMPILER_NAMES.has(name)
}

export function isTestGlobal(name: string): boolean {
  return TEST_NAMES.has(name)
}
