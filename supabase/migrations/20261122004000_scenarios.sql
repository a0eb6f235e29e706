-- A scenario: a conversation of steps, each with the structured result a model should come to.
create table public.scenarios (
  id uuid primary key default gen_random_uuid(),
  -- null: made with a secret key on nobody's behalf
  user_id uuid references auth.users (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  description text,
  -- what the items are; evidence is kept as task type scenario:<kind>
  kind text not null default 'cart' check (kind ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  -- what the model is told before the conversation, besides the form of its answer
  system_prompt text,
  -- how items are told apart, see _shared/comparison/itemRules.ts; {} means the defaults
  item_rules jsonb not null default '{}' check (jsonb_typeof(item_rules) = 'object'),
  -- JSON Schema of one item; null: made from the ground truth
  item_schema jsonb check (jsonb_typeof(item_schema) = 'object'),
  -- models to run where none are named; empty: model_name, else the default three
  models text[] not null default '{}',
  -- the one model of a scenario from before there were several
  model_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table public.scenarios is 'A conversation of steps with ground truth that models are compared on.';

create index scenarios_user_id on public.scenarios (user_id, created_at desc);

create table public.scenario_steps (
  id uuid primary key default gen_random_uuid(),
  scenario_id uuid not null references public.scenarios (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  -- 1 first; gaps are allowed
  step_number integer not null check (step_number between 1 and 1000),
  input_type text not null default 'text' check (input_type in ('text', 'audio')),
  -- what the user says; for audio its transcript
  text text not null check (length(text) between 1 and 32000),
  audio_url text,
  -- the items after this step; null: this step is not compared
  ground_truth jsonb check (jsonb_typeof(ground_truth) = 'array'),
  -- a result from before there were several models, read as model_name's
  llm_transcription text,
  ai_response text,
  raw_llm_response text,
  predicted_cart jsonb,
  input_tokens integer check (input_tokens >= 0),
  output_tokens integer check (output_tokens >= 0),
  latency_ms integer check (latency_ms >= 0),
  executed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint a_scenario_has_one_step_a_number unique (scenario_id, step_number)
);

comment on table public.scenario_steps is 'One turn of a scenario: what the user says, and the items that should follow.';

create index scenario_steps_user_id on public.scenario_steps (user_id);

alter table public.scenarios enable row level security;
alter table public.scenario_steps enable row level security;
revoke all on public.scenarios, public.scenario_steps from public, anon, authenticated;
grant select on public.scenarios, public.scenario_steps to authenticated;
grant select, insert, update, delete on public.scenarios, public.scenario_steps to service_role;

create policy "Users read their own scenarios" on public.scenarios
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own scenario steps" on public.scenario_steps
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Makes a scenario with its steps, all or nothing. In: the columns of both, steps under `steps`. Out: its id.
create function public.create_scenario(record jsonb)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(record) when 'string' then (record #>> '{}')::jsonb else record end;
  owner uuid := (input ->> 'user_id')::uuid;
  made uuid;
begin
  insert into public.scenarios (user_id, name, description, kind, system_prompt, item_rules, item_schema, models, model_name)
  values (
    owner, input ->> 'name', input ->> 'description', input ->> 'kind', input ->> 'system_prompt',
    input -> 'item_rules', nullif(input -> 'item_schema', 'null'),
    array(select jsonb_array_elements_text(input -> 'models')), input ->> 'model_name'
  )
  returning id into made;

  insert into public.scenario_steps (
    scenario_id, user_id, step_number, input_type, text, audio_url, ground_truth,
    llm_transcription, ai_response, raw_llm_response, predicted_cart, input_tokens, output_tokens, latency_ms, executed_at
  )
  select
    made, owner, step_number, input_type, text, audio_url, nullif(ground_truth, 'null'),
    llm_transcription, ai_response, raw_llm_response, nullif(predicted_cart, 'null'),
    input_tokens, output_tokens, latency_ms, executed_at
  from jsonb_to_recordset(input -> 'steps') as step (
    step_number integer, input_type text, text text, audio_url text, ground_truth jsonb,
    llm_transcription text, ai_response text, raw_llm_response text, predicted_cart jsonb,
    input_tokens integer, output_tokens integer, latency_ms integer, executed_at timestamptz
  );
  return made;
end
$$;

revoke all on function public.create_scenario(jsonb) from public, anon, authenticated;
grant execute on function public.create_scenario(jsonb) to service_role;
