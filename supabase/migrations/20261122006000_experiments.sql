-- An experiment: groups of agents, each agent on its own model, that play rounds with one another.
create table public.experiments (
  id uuid primary key default gen_random_uuid(),
  -- null: begun with a secret key on nobody's behalf
  user_id uuid references auth.users (id) on delete cascade,
  status text not null default 'running' check (status in ('running', 'completed', 'failed', 'cancelled')),
  -- as it was read, defaults filled in, see functions/experiments/configuration
  configuration jsonb not null check (jsonb_typeof(configuration) = 'object'),
  -- of the text it came from: whoever begins the same again finds what is unfinished
  configuration_hash text not null,
  -- who runs on what is shuffled by it, and the analysis draws from it
  seed bigint not null check (seed between 0 and 4294967295),
  -- [{ name, model, provider, … }]: what each name runs as and how it is called; the one that stands in for the others
  models jsonb not null check (jsonb_typeof(models) = 'array'),
  default_model jsonb not null check (jsonb_typeof(default_model) = 'object'),
  -- [{ code, model_name, model, message }]: models that something else stands in for
  warnings jsonb not null default '[]' check (jsonb_typeof(warnings) = 'array'),
  -- [{ scenario, repetition }], the first being group 1
  groups jsonb not null check (jsonb_typeof(groups) = 'array' and jsonb_array_length(groups) > 0),
  agents_per_group integer not null check (agents_per_group > 1),
  rounds_per_group integer not null check (rounds_per_group > 0),
  -- null: no cap
  budget_nano_usd bigint check (budget_nano_usd between 0 and 9007199254740991),
  spent_nano_usd bigint not null default 0 check (spent_nano_usd >= 0),
  -- of calls under way
  reserved_nano_usd bigint not null default 0 check (reserved_nano_usd >= 0),
  calls_begun integer not null default 0 check (calls_begun >= 0),
  error_code text,
  error_message text,
  -- changes hands when a lease expires
  lease_token uuid not null default gen_random_uuid(),
  lease_expires_at timestamptz not null,
  takeovers smallint not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint finished_experiments_say_when check ((status = 'running') = (finished_at is null))
);

comment on table public.experiments is 'Groups of agents, each on its own model, that play rounds with one another.';

create index experiments_user_id on public.experiments (user_id, started_at desc);
create index experiments_running on public.experiments (lease_expires_at) where status = 'running';

create table public.experiment_agents (
  id uuid primary key default gen_random_uuid(),
  experiment_id uuid not null references public.experiments (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  group_number integer not null check (group_number > 0),
  -- 1 first, in each group anew
  agent_number integer not null check (agent_number > 0),
  scenario text not null,
  -- as the configuration names it
  model_name text not null,
  -- what answers for it: another where the named one is no longer offered
  model text not null,
  provider text not null,
  initial_power double precision not null check (initial_power > 0),
  -- after the last round that was played
  score double precision not null default 0,
  power double precision not null check (power >= 0),
  constraint an_agent_has_one_seat unique (experiment_id, group_number, agent_number)
);

comment on table public.experiment_agents is 'Which agent of which group runs on which model, and how it stands.';

create index experiment_agents_user_id on public.experiment_agents (user_id);

create table public.experiment_rounds (
  id uuid primary key default gen_random_uuid(),
  experiment_id uuid not null references public.experiments (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  group_number integer not null check (group_number > 0),
  round_number integer not null check (round_number > 0),
  -- [{ agent, text, model, outcome }]; text null: every try failed
  strategies jsonb not null check (jsonb_typeof(strategies) = 'array'),
  -- [{ agent, other, decision: cooperate | defect | null, model, outcome }]
  decisions jsonb not null check (jsonb_typeof(decisions) = 'array'),
  -- [{ agent, gained, score, power }], score and power after the round
  standings jsonb not null check (jsonb_typeof(standings) = 'array'),
  created_at timestamptz not null default clock_timestamp(),
  constraint a_round_is_played_once unique (experiment_id, group_number, round_number)
);

comment on table public.experiment_rounds is 'What the agents of a group wrote, decided and gained in a round.';

create index experiment_rounds_user_id on public.experiment_rounds (user_id);

-- One row a try of a call, written before it is made: a worker that dies leaves no doubt about what was asked.
create table public.experiment_calls (
  id uuid primary key default gen_random_uuid(),
  experiment_id uuid not null references public.experiments (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  call_number integer not null check (call_number > 0),
  group_number integer not null,
  round_number integer not null,
  stage text not null check (stage in ('strategy', 'decision')),
  agent_number integer not null,
  -- 0: a strategy is about nobody
  other_number integer not null default 0,
  try_number integer not null check (try_number > 0),
  model text not null,
  provider text not null,
  -- the agent's own model, where this call went to the one that stands in for it
  fallback_from text,
  -- lost: its worker was gone before the answer was kept
  status text not null default 'begun' check (status in ('begun', 'succeeded', 'unparseable', 'failed', 'lost')),
  answer text,
  decision text check (decision in ('cooperate', 'defect')),
  reserved_nano_usd bigint not null default 0 check (reserved_nano_usd >= 0),
  -- null: the model has no known price, or the call is under way
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  input_tokens integer check (input_tokens >= 0),
  output_tokens integer check (output_tokens >= 0),
  error_code text,
  begun_at timestamptz not null default clock_timestamp(),
  -- by then the request had reached the provider: its first token, else its end, as the worker's clock has it
  reached_by timestamptz,
  constraint an_experiments_calls_are_numbered unique (experiment_id, call_number),
  constraint a_try_is_made_once
    unique (experiment_id, group_number, round_number, stage, agent_number, other_number, try_number)
);

comment on table public.experiment_calls is 'One row a try of a model call of an experiment, written before it is made.';

create index experiment_calls_user_id on public.experiment_calls (user_id);
create index experiment_calls_begun on public.experiment_calls (experiment_id) where status = 'begun';

alter table public.experiments enable row level security;
alter table public.experiment_agents enable row level security;
alter table public.experiment_rounds enable row level security;
alter table public.experiment_calls enable row level security;
revoke all on public.experiments, public.experiment_agents, public.experiment_rounds, public.experiment_calls
  from public, anon, authenticated;
grant select on public.experiments, public.experiment_agents, public.experiment_rounds, public.experiment_calls
  to authenticated;
grant select, insert, update, delete
  on public.experiments, public.experiment_agents, public.experiment_rounds, public.experiment_calls to service_role;

create policy "Users read their own experiments" on public.experiments
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own experiments' agents" on public.experiment_agents
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own experiments' rounds" on public.experiment_rounds
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own experiments' calls" on public.experiment_calls
  for select to authenticated
  using ((select auth.uid()) = user_id);
