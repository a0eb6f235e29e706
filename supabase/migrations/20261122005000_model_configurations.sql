-- What people choose for the stages of the extraction queue, kept under a name.
create table public.model_configurations (
  id uuid primary key default gen_random_uuid(),
  -- null: made with a secret key on nobody's behalf
  user_id uuid references auth.users (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  description text,
  temperature double precision not null default 0 check (temperature between 0 and 1),
  -- decides after each stage whether it is repeated; null: the order is fixed
  orchestrator_model text,
  orchestrator_prompt text,
  -- { stage: [model, ...] }, names as they were given: they are looked up each time they are used
  stage_models jsonb not null default '{}' check (jsonb_typeof(stage_models) = 'object'),
  -- { stage: fallback | consensus }
  stage_modes jsonb not null default '{}' check (jsonb_typeof(stage_modes) = 'object'),
  -- { max_repeats, max_calls, max_cost_usd }
  limits jsonb not null default '{}' check (jsonb_typeof(limits) = 'object'),
  -- counts up with every change of what runs, so that uses before and after are told apart
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table public.model_configurations is 'Models, temperature and orchestrator of the extraction stages, under a name.';

create index model_configurations_user_id on public.model_configurations (user_id, created_at desc);

alter table public.model_configurations enable row level security;
revoke all on public.model_configurations from public, anon, authenticated;
grant select on public.model_configurations to authenticated;
grant select, insert, update, delete on public.model_configurations to service_role;

create policy "Users read their own configurations" on public.model_configurations
  for select to authenticated
  using ((select auth.uid()) = user_id);
