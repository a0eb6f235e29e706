-- One row an attempt: one strategy (model, approach) tried in one run, and how it did.
create table public.model_performance (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references public.orchestration_runs (id) on delete cascade,
  -- 1 is the first that was started in its run
  attempt_number smallint not null check (attempt_number > 0),
  user_id uuid references auth.users (id) on delete cascade,
  conversation_id uuid,
  model text not null,
  provider text not null,
  approach text not null check (approach in ('simple', 'progressive')),
  task_type text not null,
  complexity text not null check (complexity in ('low', 'medium', 'high')),
  -- the strategy's place in the plan, 1 first
  priority smallint not null check (priority > 0),
  status text not null check (status in ('succeeded', 'failed', 'cancelled', 'skipped')),
  success boolean generated always as (status = 'succeeded') stored,
  -- the attempt whose project the caller got
  is_winner boolean not null default false,
  quality_score smallint check (quality_score between 0 and 100),
  completeness smallint check (completeness between 0 and 100),
  code_quality smallint check (code_quality between 0 and 100),
  functionality smallint check (functionality between 0 and 100),
  performance smallint check (performance between 0 and 100),
  diagnostics jsonb not null default '[]' check (jsonb_typeof(diagnostics) = 'array'),
  duration_ms integer not null check (duration_ms >= 0),
  -- null: the model has no known price
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  cost_is_estimate boolean not null default false,
  -- all input tokens, the cached ones included
  input_tokens integer not null default 0 check (input_tokens >= 0),
  cached_input_tokens integer not null default 0 check (cached_input_tokens >= 0),
  -- all billed output tokens, reasoning included
  output_tokens integer not null default 0 check (output_tokens >= 0),
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  constraint an_attempt_is_recorded_once unique (run_id, attempt_number)
);

comment on table public.model_performance is 'One row an attempt: a model and an approach tried in a run, and how it did.';

create index model_performance_user_id on public.model_performance (user_id, created_at desc);

alter table public.model_performance enable row level security;
revoke all on public.model_performance from public, anon, authenticated;
grant select on public.model_performance to authenticated;
grant select, insert, update, delete on public.model_performance to service_role;

create policy "Users read their own attempts" on public.model_performance
  for select to authenticated
  using ((select auth.uid()) = user_id);
