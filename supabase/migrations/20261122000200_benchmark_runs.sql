-- Benchmarks: every strategy on the same projects. What they find is evidence as much as what traffic brings.

create table public.benchmark_runs (
  id uuid primary key default gen_random_uuid(),
  -- null: run by the project itself
  user_id uuid references auth.users (id) on delete cascade,
  name text not null check (name <> ''),
  -- models, approaches, repetitions, ...: whatever it takes to run it again
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  created_at timestamptz not null default now()
);

comment on table public.benchmark_runs is 'One row a benchmark: the same projects by every strategy.';

create index benchmark_runs_user_id on public.benchmark_runs (user_id, created_at desc);

create table public.benchmark_results (
  id uuid primary key default gen_random_uuid(),
  benchmark_run_id uuid not null references public.benchmark_runs (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  -- what was asked, by its name in the benchmark
  project text not null check (project <> ''),
  -- 1 is the first time that this strategy was asked
  repetition smallint not null default 1 check (repetition > 0),
  model text not null,
  provider text not null,
  approach text not null check (approach in ('simple', 'progressive')),
  task_type text not null,
  complexity text not null check (complexity in ('low', 'medium', 'high')),
  status text not null check (status in ('succeeded', 'failed', 'cancelled', 'skipped')),
  success boolean generated always as (status = 'succeeded') stored,
  quality_score smallint check (quality_score between 0 and 100),
  completeness smallint check (completeness between 0 and 100),
  code_quality smallint check (code_quality between 0 and 100),
  functionality smallint check (functionality between 0 and 100),
  performance smallint check (performance between 0 and 100),
  duration_ms integer not null check (duration_ms >= 0),
  -- null: the model has no known price
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  cost_is_estimate boolean not null default false,
  input_tokens integer not null default 0 check (input_tokens >= 0),
  output_tokens integer not null default 0 check (output_tokens >= 0),
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  -- place in the order in which the evidence was made; null while nothing was learnt from it
  learnt_order bigint,
  constraint a_result_is_recorded_once unique (benchmark_run_id, project, model, approach, repetition)
);

comment on table public.benchmark_results is 'One row a project, strategy and repetition of a benchmark.';

create index benchmark_results_user_id on public.benchmark_results (user_id, created_at desc);

alter table public.benchmark_runs enable row level security;
alter table public.benchmark_results enable row level security;
revoke all on public.benchmark_runs from public, anon, authenticated;
revoke all on public.benchmark_results from public, anon, authenticated;
grant select on public.benchmark_runs to authenticated;
grant select on public.benchmark_results to authenticated;
grant select, insert, update, delete on public.benchmark_runs to service_role;
grant select, insert, update, delete on public.benchmark_results to service_role;

create policy "Users read their own benchmarks" on public.benchmark_runs
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own benchmark results" on public.benchmark_results
  for select to authenticated
  using ((select auth.uid()) = user_id);
