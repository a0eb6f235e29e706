-- What users say of what they got: once a user and run.
create table public.run_feedback (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references public.orchestration_runs (id) on delete cascade,
  -- the run's own user; null where the run was on nobody's behalf
  user_id uuid references auth.users (id) on delete cascade,
  -- 0: of no use, 1: just right
  rating double precision not null check (rating between 0 and 1),
  comment text check (char_length(comment) <= 2000),
  created_at timestamptz not null default now(),
  -- place in the order in which the evidence was made; null while nothing was learnt from it
  learnt_order bigint,
  constraint feedback_is_given_once unique nulls not distinct (run_id, user_id)
);

comment on table public.run_feedback is 'What a user said of a run''s result, once a user and run.';

create index run_feedback_user_id on public.run_feedback (user_id, created_at desc);

alter table public.run_feedback enable row level security;
revoke all on public.run_feedback from public, anon, authenticated;
grant select on public.run_feedback to authenticated;
grant select, insert, update, delete on public.run_feedback to service_role;

create policy "Users read their own feedback" on public.run_feedback
  for select to authenticated
  using ((select auth.uid()) = user_id);
