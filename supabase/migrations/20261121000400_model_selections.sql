-- One row a run: which strategies could have been chosen, which was, with what probability, and how that turned out.
-- What is logged here is what comparing policies offline needs.
create table public.model_selections (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null unique references public.orchestration_runs (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  conversation_id uuid,
  task_type text not null,
  complexity text not null check (complexity in ('low', 'medium', 'high')),
  policy text not null,
  policy_version text not null,
  -- every arm that could have been chosen: [{ model, provider, approach, expectedUtility, propensity }]
  eligible jsonb not null check (jsonb_typeof(eligible) = 'array'),
  -- the plan in its order: [{ model, provider, approach, priority, expectedQuality, expectedUtility, reservationValue, ... }]
  planned jsonb not null check (jsonb_typeof(planned) = 'array'),
  -- the plan's first strategy
  chosen_model text,
  chosen_provider text,
  chosen_approach text,
  expected_quality double precision,
  expected_utility double precision,
  -- probability with which the policy puts the chosen strategy first
  propensity double precision not null check (propensity between 0 and 1),
  -- true where the chosen strategy was not the one of highest expected utility
  explored boolean not null,
  parallel boolean not null default false,
  -- the winner; null where no attempt succeeded
  selected_model text,
  selected_provider text,
  selected_approach text,
  quality_score smallint check (quality_score between 0 and 100),
  strategies_planned smallint not null check (strategies_planned >= 0),
  strategies_tried smallint not null check (strategies_tried >= 0),
  -- the chosen strategy's score was within 2 points of the best finished attempt; null where fewer than two finished
  was_optimal boolean,
  stop_reason text,
  created_at timestamptz not null default now()
);

comment on table public.model_selections is 'One row a run: what could have been chosen, what was, how likely that was and how it turned out.';

create index model_selections_user_id on public.model_selections (user_id, created_at desc);

alter table public.model_selections enable row level security;
revoke all on public.model_selections from public, anon, authenticated;
grant select on public.model_selections to authenticated;
grant select, insert, update, delete on public.model_selections to service_role;

create policy "Users read their own selections" on public.model_selections
  for select to authenticated
  using ((select auth.uid()) = user_id);
