-- One run of a scenario by several models, held under a lease by the worker that conducts it.
create table public.scenario_executions (
  id uuid primary key default gen_random_uuid(),
  scenario_id uuid not null references public.scenarios (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  status text not null default 'running' check (status in ('running', 'completed', 'cancelled')),
  -- [{ model_name, provider, requested: [names that led to it] }], in order, no model twice
  models jsonb not null check (jsonb_typeof(models) = 'array' and jsonb_array_length(models) > 0),
  -- the scenario as it was when this began, so that later changes to it change neither what runs nor what is compared
  scenario jsonb not null check (jsonb_typeof(scenario) = 'object'),
  steps jsonb not null check (jsonb_typeof(steps) = 'array' and jsonb_array_length(steps) > 0),
  -- changes hands when a lease expires
  lease_token uuid not null default gen_random_uuid(),
  lease_expires_at timestamptz not null,
  takeovers smallint not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint finished_executions_say_when check ((status = 'running') = (finished_at is null))
);

comment on table public.scenario_executions is 'One run of a scenario by several models.';

create index scenario_executions_scenario_id on public.scenario_executions (scenario_id, started_at desc);
create index scenario_executions_user_id on public.scenario_executions (user_id, started_at desc);
create index scenario_executions_running on public.scenario_executions (lease_expires_at) where status = 'running';

create table public.scenario_step_results (
  id uuid primary key default gen_random_uuid(),
  execution_id uuid not null references public.scenario_executions (id) on delete cascade,
  scenario_id uuid not null references public.scenarios (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  -- null once the step was deleted: the execution keeps its own copy of the steps
  step_id uuid references public.scenario_steps (id) on delete set null,
  step_number integer not null,
  model_name text not null,
  provider text not null,
  status text not null check (status in ('succeeded', 'failed')),
  -- the model's own rendering of what the user said
  llm_transcription text,
  ai_response text,
  -- the answer to the letter
  raw_llm_response text not null default '',
  predicted_cart jsonb,
  -- of the last try where there were two; tokens and cost are of all
  latency_ms integer not null check (latency_ms >= 0),
  first_token_ms integer check (first_token_ms >= 0),
  tries smallint not null default 1 check (tries > 0),
  input_tokens integer not null check (input_tokens >= 0),
  cached_input_tokens integer not null default 0 check (cached_input_tokens >= 0),
  output_tokens integer not null check (output_tokens >= 0),
  reasoning_tokens integer not null default 0 check (reasoning_tokens >= 0),
  usage_is_estimate boolean not null default false,
  -- null: the model has no known price
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  cost_is_estimate boolean not null default false,
  -- 0 to 1; null where the step has no ground truth
  f1_score double precision check (f1_score between 0 and 1),
  exact_match boolean,
  error_code text,
  error_message text,
  executed_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  -- true once it stands in model_performance, under the same id, and has been learnt from
  is_booked boolean not null default false,
  constraint a_cell_is_filled_once unique (execution_id, step_number, model_name)
);

comment on table public.scenario_step_results is 'What one model made of one step in one execution.';

create index scenario_step_results_scenario_id on public.scenario_step_results (scenario_id);
create index scenario_step_results_step_id on public.scenario_step_results (step_id);
create index scenario_step_results_user_id on public.scenario_step_results (user_id);

alter table public.scenario_executions enable row level security;
alter table public.scenario_step_results enable row level security;
revoke all on public.scenario_executions, public.scenario_step_results from public, anon, authenticated;
grant select on public.scenario_executions, public.scenario_step_results to authenticated;
grant select, insert, update, delete on public.scenario_executions, public.scenario_step_results to service_role;

create policy "Users read their own scenario executions" on public.scenario_executions
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own scenario results" on public.scenario_step_results
  for select to authenticated
  using ((select auth.uid()) = user_id);
