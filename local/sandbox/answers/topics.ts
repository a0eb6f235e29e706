/** What the sandbox knows: questions of web development, each answered in parts from the gist to the details. */

interface Topic {
  when: RegExp
  parts: string[]
}

const TOPICS: readonly Topic[] = [
  {
    when: /\b(use)?effect|\bhooks?\b/i,
    parts: [
      '`useEffect` is for keeping something outside React in step with a component: a subscription, a timer, a request, the document title. What can be worked out from props and state belongs in the render itself, and what answers a click belongs in the handler.',
      'React runs an effect after the render in which one of its dependencies changed. Without a dependency list it runs after every render; if it then sets state, the component renders for ever. With `[]` it runs once when the component appears.',
      'Return a clean-up function from every effect that starts something. React calls it before the effect runs again and when the component goes, so that listeners, intervals and requests do not outlive what they were for.',
      '```tsx\nuseEffect(() => {\n  const controller = new AbortController()\n  load(id, controller.signal).then(setItem, ignoreAbort)\n  return () => controller.abort()\n}, [id])\n```',
      'Three signs of an effect that should not be one: it only copies props into state, it only computes a value from other state, or it only reacts to something the user did a moment ago.',
      'In development React mounts components twice in strict mode. An effect that is wrong then was wrong before; the clean-up is what is missing.',
    ],
  },
  {
    when: /\bstate management|\bredux|\bzustand|\bcontext\b|\bglobal state/i,
    parts: [
      'Start with state in the component that needs it, and lift it to the nearest common parent when a second one does. A store is worth its weight once many distant components read and change the same data.',
      'Context hands a value down without passing it through every level. It is a means of transport: every consumer renders again when the value changes, so it suits what changes rarely, like the signed-in user or the theme.',
      'Zustand keeps state outside React in a small store; components subscribe to the part they select and render again only when that part changes. There is little to learn and little to set up.',
      'Redux Toolkit asks for more structure (slices, actions, one store) and gives time travel, middleware and conventions that hold in a large team.',
      'Data from a server is a different thing: it is a cache. TanStack Query or SWR handle loading, staleness, retries and invalidation, and what is left for a store is usually small.',
      'My advice: local state first, context for the few values the whole tree needs, a query library for server data, Zustand when shared client state grows, Redux where the team wants its discipline.',
    ],
  },
  {
    when: /\bauth\w*|\blog ?in|\bsession|\bjwt\b|\bpassword/i,
    parts: [
      'Let a server decide who somebody is and what they may do; the browser only shows it. Hiding a button is a courtesy to the user, never a protection.',
      'Store passwords only as salted hashes made by a slow function such as Argon2id or bcrypt, answer a wrong address and a wrong password in the same words, and limit the number of attempts.',
      'A session cookie with `HttpOnly`, `Secure` and `SameSite=Lax` cannot be read by a script and is sent by the browser itself. A token in local storage can be read by any script that gets onto the page.',
      'JSON Web Tokens need no look-up to be checked, and for the same reason cannot be taken back before they expire. Keep them short-lived and renew them with a refresh token that the server can revoke.',
      'Check authorisation next to the data: in the query, by row-level security, or in one function that every route passes through. A check per page is forgotten on the next page.',
      "Unless identity is your product, use a service or a library that is maintained by people who do nothing else (Supabase Auth, Auth.js, your cloud's own), and spend the time on authorisation, which nobody can do for you.",
    ],
  },
  {
    when: /\b(sql|database|postgres\w*|index(es|ing)?|query|queries|schema)\b/i,
    parts: [
      'An index lets the database find rows without reading the whole table, at the price of space and of work on every write. Index what you filter, join and sort by, and measure with `EXPLAIN (ANALYZE, BUFFERS)` before and after.',
      'In an index over several columns the order counts: columns compared for equality first, then the one used for a range or for sorting. An index on `(user_id, created_at)` serves "the latest rows of one user" and also "all rows of one user".',
      'The planner ignores an index when a function is applied to the column, when types differ, or when so many rows match that reading the table in order is cheaper.',
      'Partial indexes (`where deleted_at is null`) stay small where most rows are never asked for, and covering indexes (`include`) answer a query without touching the table.',
      'Foreign keys are not indexed by themselves in Postgres. Without an index on the referencing column, each deletion of a parent row reads the whole child table.',
      'Remove what is not used: `pg_stat_user_indexes` says how often each index was read since the statistics began.',
    ],
  },
  {
    when: /\b(rest|graphql|grpc|api design|endpoint)s?\b/i,
    parts: [
      'REST suits resources that many clients read in the same shape, because HTTP caching, status codes and tools come for free. GraphQL suits clients that each need a different slice of connected data.',
      'With REST the server decides the shape: simple to cache and to secure, at the risk of several requests for one screen. With GraphQL the client decides: one request, at the price of query cost limits, no caching by address, and N+1 queries unless a data loader batches them.',
      'Errors differ as well. REST has status codes that proxies and clients understand; GraphQL answers 200 with an `errors` list that every client must read.',
      "gRPC is a third choice between services of one's own: typed, fast, streaming in both directions, and awkward in a browser.",
      'Whatever you choose: version from the first day, page with cursors and not with offsets, make writes idempotent with a key from the client, and describe the contract in a form a machine can check.',
      'For a small team with one web client I would take REST, described by OpenAPI, and look again when the clients grow apart.',
    ],
  },
  {
    when: /\b(perform\w*|slow|fast\w*|cach\w*|bundle|lazy|optimi[sz]\w*)\b/i,
    parts: [
      'Measure first. A profile of the real page on a slow device shows where the time goes, and it is rarely where one would have guessed.',
      'What the user waits for at first is mostly the network: send less JavaScript, split it by route, give images their size and a modern format, and let fonts swap.',
      'After that it is rendering: long lists want virtualising, expensive computations want memoising, and state wants to live as low in the tree as it can.',
      'Caching is a promise about staleness. Files with a hash in their name can be kept for a year; HTML and API answers should be revalidated; what depends on the user must never end up in a shared cache.',
      '`memo`, `useMemo` and `useCallback` help only where a component is expensive and its props are stable. Everywhere else they are noise.',
      'Keep what you gained: a budget for the bundle and for the key measures (LCP, INP, CLS), checked on every change.',
    ],
  },
  {
    when: /\b(test\w*|vitest|jest|playwright|e2e)\b/i,
    parts: [
      'Test what the software promises, at the lowest level at which the promise can be seen: pure logic by unit tests, the work with a database by tests against a real one, the few journeys that earn money in a browser.',
      'A test is worth its upkeep if it fails when the behaviour breaks and stays green when only the code changes. Tests that repeat the implementation with mocks do the opposite.',
      'Make time, randomness and the network arguments, so that a test can set them. Waiting with a sleep makes tests slow and still unreliable; wait for the event.',
      'In component tests look for what a user would look for: roles, labels and text, not class names.',
      'Coverage finds code nobody runs. It says nothing about whether anything is checked, so use it to find holes and not as a goal.',
      'When a bug comes in, write the test that shows it before you repair it. It is the cheapest test you will ever write.',
    ],
  },
  {
    when: /\b(typescript|types?|generics?|interface)\b/i,
    parts: [
      'Types pay where data crosses a border: function parameters, module exports, and everything that comes from outside. Inside a function inference is usually better than an annotation.',
      'Turn `strict` and `noUncheckedIndexedAccess` on at the start; adding them later costs more than living with them.',
      'Model states so that impossible ones cannot be written down: a union of `{ status: "loading" }`, `{ status: "failed"; error: Error }` and `{ status: "done"; data: Data }` says more than three optional fields.',
      'A type assertion is a promise nobody checks. Parse what comes from outside with a schema (zod, valibot) and take the type from it.',
      'Use generics when the output type depends on the input type. A type parameter that appears once could have been `unknown`.',
      '`any` spreads: what touches it loses its type as well. `unknown` stays where it is until it is checked.',
    ],
  },
]

/** The parts of an answer to `question`, the gist first. */
export function explain(question: string): string[] {
  const topic = TOPICS.find(({ when }) => when.test(question))
  return topic ? topic.parts : generalAnswer(question)
}

/** For a question none of the topics covers: how to come to an answer, in the question's own terms. */
function generalAnswer(question: string): string[] {
  const subject = question
    .replace(/\s+/g, ' ')
    .replace(/[?.!]+$/, '')
    .slice(0, 140)
  const terms = [...new Set(question.match(/[A-Za-z][\w.-]{4,}/g) ?? [])].slice(0, 5)
  return [
    `On "${subject}": take the simplest approach that meets what is needed now, and make the decision easy to change.`,
    `Settle first what counts here. For ${terms.join(', ') || 'this'} that is usually correctness, then how often it changes and who maintains it, and only then speed.`,
    'Write down two or three options with what each costs: time to build, what has to be learnt, what it ties you to, and how it fails.',
    'Try the most promising one on the hardest part of the problem, not the easiest. Half a day of that is worth a week of discussion.',
    'Decide by what you measured, note the reasons next to the code, and say what would make you decide differently.',
    'Look again when one of the assumptions changes: the size of the data, the number of users, or the team.',
  ]
}
