-- One row a request: what was asked, who holds the run, and the answer, kept so that the same Idempotency-Key gets it
-- again and the next turn of a conversation starts from its files.
create table public.orchestration_runs (
  id uuid primary key default gen_random_uuid(),
  -- null: called with a secret key on nobody's behalf
  user_id uuid references auth.users (id) on delete cascade,
  conversation_id uuid,
  idempotency_key text check (length(idempotency_key) between 1 and 255),
  request_hash text not null,
  request text not null,
  -- the rest of the request body: parallelExecution, models, policy, budgetUsd, ...
  options jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
  status text not null default 'running' check (status in ('running', 'succeeded', 'failed', 'cancelled')),
  http_status smallint check (http_status between 100 and 599),
  -- the body the caller got: the answer, or the error
  result jsonb,
  profile jsonb,
  error_code text,
  -- the winner's
  model text,
  provider text,
  approach text,
  quality_score smallint check (quality_score between 0 and 100),
  input_tokens bigint not null default 0 check (input_tokens >= 0),
  output_tokens bigint not null default 0 check (output_tokens >= 0),
  -- null while unknown: no call of the run had a price
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  cost_is_estimate boolean not null default false,
  -- changes hands when a lease expires; kept after the end as the mark of who finished
  lease_token uuid not null default gen_random_uuid(),
  lease_expires_at timestamptz not null,
  takeovers smallint not null default 0,
  duration_ms integer check (duration_ms >= 0),
  created_at timestamptz not null default now(),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  has_files boolean generated always as (coalesce(result -> 'files', '{}') not in ('{}', 'null')) stored,
  constraint finished_runs_have_an_answer check (
    (status = 'running') = (finished_at is null)
    and (status = 'running' or (http_status is not null and result is not null))
  )
);

comment on table public.orchestration_runs is 'One row a request to the orchestrator, with the answer its caller got.';

-- An idempotency key belongs to its user; those who call on nobody's behalf share one space of keys.
create unique index orchestration_runs_idempotency_key
  on public.orchestration_runs (
    coalesce(user_id, '00000000-0000-0000-0000-000000000000'::uuid),
    idempotency_key
  );
create index orchestration_runs_user_id on public.orchestration_runs (user_id, created_at desc);
create index orchestration_runs_conversation_id
  on public.orchestration_runs (conversation_id, created_at desc)
  where conversation_id is not null;

alter table public.orchestration_runs enable row level security;
revoke all on public.orchestration_runs from public, anon, authenticated;
grant select on public.orchestration_runs to authenticated;
grant select, insert, update, delete on public.orchestration_runs to service_role;

create policy "Users read their own runs" on public.orchestration_runs
  for select to authenticated
  using ((select auth.uid()) = user_id);
