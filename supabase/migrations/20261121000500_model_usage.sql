-- One row a model call: what it was for, what it used and what it cost.
create table public.model_usage (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references public.orchestration_runs (id) on delete cascade,
  -- 1 is the first call of its run
  call_number integer not null check (call_number > 0),
  -- null: the call served the run, not one attempt (triage, judging)
  attempt_id uuid references public.model_performance (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  conversation_id uuid,
  -- what the call was for: generate, plan, repair, judge, triage, ...
  stage text not null,
  model text not null,
  provider text not null,
  input_tokens integer not null check (input_tokens >= 0),
  cached_input_tokens integer not null default 0 check (cached_input_tokens >= 0),
  output_tokens integer not null check (output_tokens >= 0),
  reasoning_tokens integer not null default 0 check (reasoning_tokens >= 0),
  total_tokens integer generated always as (input_tokens + output_tokens) stored,
  -- true where the provider did not report usage and it was counted here
  usage_is_estimate boolean not null default false,
  response_time_ms integer not null check (response_time_ms >= 0),
  first_token_ms integer check (first_token_ms >= 0),
  -- null: the model has no known price
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  cost_is_estimate boolean not null default false,
  success boolean not null,
  error_code text,
  error_message text,
  started_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint a_call_is_recorded_once unique (run_id, call_number)
);

comment on table public.model_usage is 'One row a model call: stage, model, tokens, response time, cost.';

create index model_usage_user_id on public.model_usage (user_id, created_at desc);
create index model_usage_attempt_id on public.model_usage (attempt_id);

alter table public.model_usage enable row level security;
revoke all on public.model_usage from public, anon, authenticated;
grant select on public.model_usage to authenticated;
grant select, insert, update, delete on public.model_usage to service_role;

create policy "Users read their own usage" on public.model_usage
  for select to authenticated
  using ((select auth.uid()) = user_id);
