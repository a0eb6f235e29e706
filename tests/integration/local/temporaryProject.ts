// A small Supabase project in a temporary folder, for tests of the local stack itself.
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildDashboard, OTHER_SOURCES } from '../../../local/dashboardBuild.ts'
import { PROJECT_DIR } from '../../../local/stack.ts'

export interface TemporaryProject {
  directory: string
  dataDir: string
  write(path: string, text: string): Promise<void>
  remove(): Promise<void>
}

const NOTES_MIGRATION = `
create table public.notes (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  body text not null check (body <> 'forbidden'),
  price numeric not null default 1.250000,
  created_at timestamptz not null default now()
);
alter table public.notes enable row level security;
create policy "own notes" on public.notes to authenticated
  using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
grant select, insert on public.notes to authenticated;
grant select, insert, update, delete on public.notes to service_role;

create table public.journal (line text primary key);
alter table public.journal enable row level security;
grant select, insert on public.journal to service_role;

create table public.ungranted (id integer primary key);
alter table public.ungranted enable row level security;
create table public.ungranted_without_rls (id integer primary key);

create function public.who_am_i() returns text language sql stable set search_path = '' as 'select current_user::text';
create function public.tell_role(question jsonb) returns json language plpgsql set search_path = '' as $$
begin
  return to_json(current_user::text);
end
$$;
create function public.tell_back(question jsonb) returns jsonb language plpgsql set search_path = '' as $$
begin
  if question ? 'refuse' then
    insert into public.journal values ('tell_back refused');
    raise exception 'refused' using errcode = 'PT429';
  end if;
  insert into public.journal values ('tell_back told') on conflict do nothing;
  return jsonb_build_object('answer', question);
end
$$;
revoke execute on function public.tell_back(jsonb) from public;
grant execute on function public.tell_back(jsonb) to service_role;
create function public.refuse(error_code text) returns void language plpgsql set search_path = '' as $$
begin
  raise exception 'refused' using errcode = error_code, detail = 'a detail', hint = 'a hint';
end
$$;
`

/** Answers what the tests ask of a function; \`/events/<name>\` answers once \`/emit/<name>\` was called. */
const PROBE_FUNCTION = `
const emitted = new Map<string, PromiseWithResolvers<void>>()
const event = (name: string) => emitted.getOrInsertComputed(name, () => Promise.withResolvers<void>())

async function writeLine(line: string) {
  const secretKey = JSON.parse(Deno.env.get('SUPABASE_SECRET_KEYS')!).default
  const response = await fetch(Deno.env.get('SUPABASE_URL') + '/rest/v1/journal', {
    method: 'POST',
    headers: { apikey: secretKey, 'content-type': 'application/json' },
    body: JSON.stringify({ line }),
  })
  if (!response.ok) console.error('not written', response.status)
}

let unloadReason = ''
addEventListener('beforeunload', (event) => {
  unloadReason = (event as CustomEvent).detail?.reason
})

const routes: Record<string, (request: Request, argument: string) => Response | Promise<Response>> = {
  environment: () => Response.json(Deno.env.toObject()),
  request: async (request) => Response.json({ url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() }),
  process: () => Response.json(Deno.pid),
  emit: (_, name) => (event(name).resolve(), new Response('ok')),
  events: async (_, name) => (await event(name).promise, new Response('ok')),
  crash: () => Deno.exit(3),
  refuse: () => Response.json({ error: 'too large' }, { status: 413 }),
  firstByte: async (request) => Response.json((await request.body!.getReader().read()).value!.length),
  stream: () =>
    new Response(
      new ReadableStream({
        async start(controller) {
          controller.enqueue(new TextEncoder().encode('first'))
          await event('second').promise
          controller.enqueue(new TextEncoder().encode('second'))
          controller.close()
        },
      }),
    ),
  endless: () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)), cancel: () => event('cancelled').resolve() })),
  flood: (_, name) => {
    let sent = 0
    return new Response(new ReadableStream({
      pull(controller) {
        sent += 65_536
        if (sent > 200_000_000) return controller.close()
        controller.enqueue(new Uint8Array(65_536))
        Reflect.set(globalThis, 'flooded', sent)
      },
    }))
  },
  flooded: () => Response.json(Reflect.get(globalThis, 'flooded')),
  background: () => {
    EdgeRuntime.waitUntil(new Promise((resolve) => addEventListener('beforeunload', resolve)).then(() => writeLine('waited for ' + unloadReason)))
    return new Response('ok')
  },
  line: async (_, line) => (await writeLine(line), new Response('ok')),
}

export default {
  fetch(request: Request) {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { 'access-control-allow-origin': 'https://of.the.function' } })
    const [, , route = '', argument = ''] = new URL(request.url).pathname.split('/')
    return routes[route]?.(request, argument) ?? new Response('no such route', { status: 404 })
  },
}
`

/** The same protocol in the older style: Deno.serve with a port of its own choosing. */
const SERVE_FUNCTION = `Deno.serve({ port: 8000 }, () => new Response('served'))`

/** Makes the project: two functions, one migration; its data folder does not exist yet. */
export async function createTemporaryProject(): Promise<TemporaryProject> {
  const directory = await mkdtemp(join(tmpdir(), 'merit-project-'))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  await write('supabase/migrations/20260101000000_notes.sql', NOTES_MIGRATION)
  await write('supabase/functions/probe/index.ts', PROBE_FUNCTION)
  await write('supabase/functions/probe/deno.json', '{}')
  await write('supabase/functions/served/index.ts', SERVE_FUNCTION)
  await write('supabase/functions/served/deno.json', '{}')
  await write('supabase/functions/_shared/index.ts', 'throw new Error("shared code is not a function")')
  return {
    directory,
    dataDir: join(directory, 'data'),
    write,
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Replaces the small project's functions and migrations by the real ones, and adds the projects the sandbox answers with. */
export async function useRealProject(project: TemporaryProject): Promise<void> {
  await rm(join(project.directory, 'supabase'), { recursive: true })
  for (const folder of ['supabase', 'benchmarks']) {
    await cp(join(PROJECT_DIR, folder), join(project.directory, folder), {
      recursive: true,
      filter: (path) => !path.endsWith('.temp'),
    })
  }
}

/** Puts the commands of this project into the temporary one, so that `npm start` there touches nothing here. */
export async function addCommands(project: TemporaryProject): Promise<void> {
  // Built before it is copied: each copy would build its own.
  await buildDashboard()
  await cp(join(PROJECT_DIR, 'dashboard'), join(project.directory, 'dashboard'), { recursive: true })
  await cp(join(PROJECT_DIR, 'local'), join(project.directory, 'local'), { recursive: true })
  for (const file of ['package.json', ...OTHER_SOURCES])
    await cp(join(PROJECT_DIR, file), join(project.directory, file))
  await symlink(join(PROJECT_DIR, 'node_modules'), join(project.directory, 'node_modules'))
}
