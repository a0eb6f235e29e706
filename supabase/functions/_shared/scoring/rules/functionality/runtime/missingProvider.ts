import type { Project } from '../../../graph/projectModel.ts'
import { scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'
import type { ModuleFacts } from '../../../script/moduleFacts.ts'

interface PackageProvider {
  package: RegExp
  /** Names that only work inside a provider. */
  consumers: RegExp
  /** Names that provide. */
  providers: RegExp
  label: string
  /** Where its absence only costs looks. */
  share?: number
}

const PACKAGE_PROVIDERS: readonly PackageProvider[] = [
  {
    package: /^react-router(-dom)?$/,
    consumers:
      /^(Link|NavLink|Navigate|Outlet|Routes|Route|useNavigate|useLocation|useParams|useSearchParams|useMatch|useHref)$/,
    providers: /Router$|^RouterProvider$|^create\w*Router$|^HydratedRouter$/,
    label: 'a router',
  },
  {
    package: /^(@tanstack\/react-query|react-query)$/,
    consumers: /^use(Query|Mutation|InfiniteQuery|QueryClient|Queries|SuspenseQuery)$/,
    providers: /^(QueryClientProvider|PersistQueryClientProvider)$/,
    label: 'QueryClientProvider',
  },
  {
    package: /^react-redux$/,
    consumers: /^(useSelector|useDispatch|useStore|connect)$/,
    providers: /^Provider$/,
    label: 'Provider',
  },
  {
    package: /^@apollo\/client/,
    consumers: /^use(Query|Mutation|LazyQuery|ApolloClient)$/,
    providers: /^ApolloProvider$/,
    label: 'ApolloProvider',
  },
  {
    package: /^react-helmet-async$/,
    consumers: /^Helmet$/,
    providers: /^HelmetProvider$/,
    label: 'HelmetProvider',
  },
  { package: /^react-dnd$/, consumers: /^use(Drag|Drop)$/, providers: /^DndProvider$/, label: 'DndProvider' },
  {
    package: /^@dnd-kit\/(core|sortable)$/,
    consumers: /^use(Draggable|Droppable)$/,
    providers: /^DndContext$/,
    label: 'DndContext',
  },
  {
    package: /^next-auth\/react$/,
    consumers: /^useSession$/,
    providers: /^SessionProvider$/,
    label: 'SessionProvider',
  },
  {
    package: /^@clerk\/(clerk-react|nextjs)$/,
    consumers: /^use(User|Auth|Clerk)$/,
    providers: /^ClerkProvider$/,
    label: 'ClerkProvider',
  },
  {
    package: /^@mantine\/core$/,
    consumers: /^[A-Z]/,
    providers: /^MantineProvider$/,
    label: 'MantineProvider',
  },
]

export const missingProvider: Rule = {
  name: 'missing-provider',
  dimension: 'functionality',
  severity: 'major',
  weight: 70,
  alsoWeighs: { completeness: 30, codeQuality: 12 },
  limit: 88,
  reason: 'A hook outside its provider throws at render: the page that uses it stays blank.',
  check(project) {
    if (project.isFragment) return []
    const findings = [...packageFindings(project), ...contextFindings(project), ...vueFindings(project)]
    return findings.length > 0 ? findings : leftOutFindings(project)
  },
}

function packageFindings(project: Project): Finding[] {
  const findings: Finding[] = []
  const rendered = renderedBy(project)
  for (const rule of PACKAGE_PROVIDERS) {
    // Frameworks with routes by place bring the router themselves.
    if (
      rule.label === 'a router' &&
      (project.main.metaFramework !== null || project.main.framework === 'next')
    )
      continue
    let consumer: Finding | null = null
    let provided = false
    for (const { file, facts } of loadedScripts(project)) {
      for (const fact of facts.imports) {
        if (!rule.package.test(fact.specifier) && !/^@apollo/.test(fact.specifier)) continue
        for (const { imported, line, valueUses } of fact.names) {
          if (valueUses === 0 || fact.typeOnly) continue
          if (imported === '*') provided = true
          if (rule.providers.test(imported) && (/^create/.test(imported) || isProvided(imported, rendered)))
            provided = true
          else if (rule.package.test(fact.specifier) && rule.consumers.test(imported)) {
            consumer ??= {
              file: file.path,
              line,
              message: `'${imported}' is used outside ${rule.label}`,
              share: rule.share,
            }
          }
        }
      }
    }
    if (consumer !== null && !provided) findings.push(consumer)
  }
  return findings
}

/** Providers that a file brings in and does not put around anything: what they provide may be missed one day. */
function leftOutFindings(project: Project): Finding[] {
  const findings: Finding[] = []
  for (const { file, facts } of loadedScripts(project)) {
    for (const { typeOnly, names } of facts.imports) {
      for (const { imported, local, line, valueUses, typeOnly: isType } of names) {
        if (valueUses > 0 || typeOnly || isType || !/^[A-Z]\w*Provider$/.test(imported)) continue
        const message = `'${local}' is brought in and provides to nothing`
        findings.push({ file: file.path, line, message, severity: 'minor', share: 0.06 })
      }
    }
  }
  return findings
}

function* loadedScripts(project: Project): Generator<{ file: { path: string }; facts: ModuleFacts }> {
  yield* scriptsOf(project, (file) => project.reachedFromEntries.has(file.path) && file.purpose !== 'test')
}

/** Contexts of the project: consumed somewhere, while the component that provides them is never rendered. */
function contextFindings(project: Project): Finding[] {
  const findings: Finding[] = []
  const rendered = renderedBy(project)
  for (const { file, facts } of loadedScripts(project)) {
    for (const { name, hasDefault, line } of facts.contexts) {
      if (isProvided(name, rendered)) continue
      const consumer = consumerOf(project, name, facts)
      if (consumer === null) continue
      findings.push({
        file: file.path,
        line,
        message: `'${consumer}' reads '${name}', and nothing provides it`,
        share: hasDefault ? 0.45 : 1,
      })
    }
  }
  return findings
}

/** Component → the functions that render it; '' stands for the top level. */
function renderedBy(project: Project): Map<string, Set<string>> {
  const rendered = new Map<string, Set<string>>()
  for (const { facts } of loadedScripts(project)) {
    const aliases = new Map(
      facts.imports.flatMap((fact) => fact.names).map(({ imported, local }) => [local, imported]),
    )
    for (const { name, owner } of facts.components) {
      const [root = '', ...rest] = name.split('.')
      const imported = aliases.get(root)
      for (const key of [
        name,
        imported === undefined || imported === 'default' ? name : [imported, ...rest].join('.'),
      ]) {
        const owners = rendered.get(key) ?? new Set()
        rendered.set(key, owners.add(owner))
      }
    }
  }
  return rendered
}

/** Rendered at the top, or by a component that is no provider itself, or by a provider that is rendered. */
function isProvided(
  name: string,
  rendered: ReadonlyMap<string, Set<string>>,
  visited: Set<string> = new Set(),
): boolean {
  if (visited.has(name)) return false
  visited.add(name)
  const owners = new Set([...(rendered.get(`${name}.Provider`) ?? []), ...(rendered.get(name) ?? [])])
  for (const owner of owners) {
    if (owner === '' || !/Provider/.test(owner) || isProvided(owner, rendered, visited)) return true
  }
  return false
}

/** A hook or component that reads the context with `useContext`, and is itself used. */
function consumerOf(project: Project, context: string, home: ModuleFacts): string | null {
  const reads = home.functions.find(
    ({ name, hooks, uses }) =>
      hooks.some((hook) => /^use(Context)?$/.test(hook)) && /^use[A-Z]/.test(name) && uses >= 0,
  )
  for (const { facts } of loadedScripts(project)) {
    for (const fact of facts.imports) {
      for (const { imported, valueUses } of fact.names) {
        if (valueUses === 0) continue
        if (reads !== undefined && imported === reads.name) return imported
        if (imported === context && facts.calls.some(({ callee }) => /(^|\.)useContext$|^use$/.test(callee)))
          return 'useContext'
      }
    }
  }
  return reads !== undefined && reads.uses > 0 ? reads.name : null
}

function vueFindings(project: Project): Finding[] {
  if (project.main.framework !== 'vue' || project.main.metaFramework !== null) return []
  const imported = new Set<string>()
  let uses = 0
  for (const { facts } of loadedScripts(project)) {
    for (const fact of facts.imports)
      for (const name of fact.names)
        if (name.valueUses > 0) imported.add(`${fact.specifier} ${name.imported}`)
    uses += facts.calls.filter(({ callee }) => callee.endsWith('.use')).length
  }
  const needsRouter = [...imported].some((name) =>
    /^vue-router (useRouter|useRoute|RouterView|RouterLink|createRouter)$/.test(name),
  )
  const needsStore = imported.has('pinia defineStore')
  const findings: Finding[] = []
  if (needsStore && !imported.has('pinia createPinia'))
    findings.push({ message: 'Stores are used, and the application has no Pinia' })
  const expected = Number(needsRouter) + Number(needsStore)
  if (findings.length === 0 && uses < expected)
    findings.push({ message: 'A plugin is made and never given to the application' })
  return findings
}
