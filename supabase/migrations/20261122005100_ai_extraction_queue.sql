-- Documents that go through stages, each with models of its own.
--
-- pending: added, and not asked for yet · queued: waits for a worker · waiting: failed, and is tried again at wake_at ·
-- paused: as queued, while its user has paused · processing: a worker holds it until wake_at · completed · dead_letter:
-- given up, error_code says why · cancelled.
create table public.ai_extraction_queue (
  id uuid primary key default gen_random_uuid(),
  -- null: added with a secret key on nobody's behalf
  user_id uuid references auth.users (id) on delete cascade,
  -- whom turns are counted for
  turn_of uuid not null generated always as (coalesce(user_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  name text check (length(name) <= 200),
  -- what sort of document it is; evidence is kept as task type extraction:<kind>
  kind text not null default 'document' check (kind ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  input_type text not null check (input_type in ('text', 'image', 'pdf')),
  input_text text,
  -- base64; where it came from a Storage bucket, input_path says which: bucket/path
  input_data text,
  input_mime_type text,
  input_path text,
  -- JSON Schema of what to extract
  schema jsonb not null check (jsonb_typeof(schema) = 'object'),
  -- [{ name, prompt, schema? }], first to last
  stages jsonb not null check (jsonb_typeof(stages) = 'array' and jsonb_array_length(stages) > 0),
  -- what should come out, where that is known
  ground_truth jsonb,
  -- higher goes first
  priority smallint not null default 0 check (priority between -100 and 100),
  status text not null default 'pending' check (
    status in ('pending', 'queued', 'waiting', 'paused', 'processing', 'completed', 'dead_letter', 'cancelled')
  ),
  -- what runs: { temperature, orchestrator_model, orchestrator_prompt, stage_models, stage_modes, limits, resolutions }
  model_config jsonb check (jsonb_typeof(model_config) = 'object'),
  configuration_id uuid references public.model_configurations (id) on delete set null,
  configuration_version integer,

  -- counts up each time it is asked for: the results of one round are not those of another
  round integer not null default 0,
  -- of this round in the books: orchestration_runs, which holds what is reserved under spend caps. No foreign key, as its
  -- index would cost each claim and nothing looks a run's item up by it
  run_id uuid,
  -- place in the line, see private.next_turn
  turn bigint,
  position bigint not null generated always as identity,
  -- tries so far in this round; a worker that died does not count as one
  attempt smallint not null default 0,
  max_attempts smallint not null default 4 check (max_attempts > 0),
  takeovers smallint not null default 0,
  -- set where a try goes on that another worker began
  goes_on boolean not null default false,
  -- asked of the worker that holds it, which books what was under way and ends it
  cancel_requested boolean not null default false,
  -- when it is due: the end of the pause, or of the lease
  wake_at timestamptz,
  -- changes hands with each claim; kept after the end as the mark of who finished
  lease_token uuid,
  -- the most that it is reserved under spend caps, and the least that is of use
  reserve_most_nano_usd bigint not null default 0 check (reserve_most_nano_usd >= 0),
  reserve_least_nano_usd bigint not null default 0 check (reserve_least_nano_usd >= 0),

  -- the stage under way, or the last
  stage text,
  -- of the schema; null until it is completed
  result jsonb,
  -- [{ stage, models, repeats, mode, output, agreement, accuracy }]
  stage_results jsonb not null default '[]' check (jsonb_typeof(stage_results) = 'array'),
  -- against the ground truth, 0 to 1
  accuracy double precision check (accuracy between 0 and 1),
  field_accuracy jsonb,
  -- of this round
  calls integer not null default 0 check (calls >= 0),
  input_tokens bigint not null default 0 check (input_tokens >= 0),
  output_tokens bigint not null default 0 check (output_tokens >= 0),
  -- null: a call had no known price
  cost_nano_usd bigint default 0 check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  cost_is_estimate boolean not null default false,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  queued_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  constraint an_item_has_an_input check (
    case input_type when 'text' then input_text is not null else input_data is not null and input_mime_type is not null end
  ),
  constraint timed_items_say_when check ((status in ('waiting', 'processing')) = (wake_at is not null)),
  constraint items_in_line_have_a_turn check (status <> 'queued' or turn is not null),
  constraint ended_items_say_when check ((status in ('completed', 'dead_letter', 'cancelled')) = (finished_at is not null))
)
with (fillfactor = 70);

comment on table public.ai_extraction_queue is 'Documents that go through stages, each with models of its own.';

create index ai_extraction_queue_user_id on public.ai_extraction_queue (user_id, created_at desc);
create index ai_extraction_queue_configuration_id on public.ai_extraction_queue (configuration_id);
-- The line: whoever claims reads it from its head.
create index ai_extraction_queue_line on public.ai_extraction_queue (priority desc, turn, position) where status = 'queued';
create index ai_extraction_queue_own_line on public.ai_extraction_queue (turn_of, priority, turn)
  where status in ('queued', 'paused');
create index ai_extraction_queue_due on public.ai_extraction_queue (wake_at) where status in ('waiting', 'processing');

-- One row a call: what a model made of a stage, or what the orchestrator decided. What stands here is never paid for again.
create table public.extraction_results (
  id uuid primary key,
  item_id uuid not null references public.ai_extraction_queue (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  round integer not null,
  stage text not null,
  stage_number smallint not null check (stage_number > 0),
  -- 0: the first time; 1 and more: the orchestrator had it repeated
  repeat smallint not null default 0 check (repeat >= 0),
  role text not null default 'stage' check (role in ('stage', 'orchestrator')),
  model text not null,
  provider text not null,
  attempt smallint not null,
  status text not null check (status in ('succeeded', 'failed')),
  output jsonb,
  -- the answer to the letter, where it could not be used
  raw_answer text not null default '',
  -- against the ground truth, 0 to 1; null where there is none, or the stage is of another form
  accuracy double precision check (accuracy between 0 and 1),
  latency_ms integer not null check (latency_ms >= 0),
  input_tokens integer not null check (input_tokens >= 0),
  cached_input_tokens integer not null default 0 check (cached_input_tokens >= 0),
  output_tokens integer not null check (output_tokens >= 0),
  -- of all tries; null: the model has no known price
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  cost_is_estimate boolean not null default false,
  error_code text,
  error_message text,
  executed_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint a_result_is_stored_once unique (item_id, round, stage, repeat, role, model, attempt)
);

comment on table public.extraction_results is 'What each model made of each stage of an item.';

create index extraction_results_user_id on public.extraction_results (user_id, stage, model);

-- One row a use: an item that a configuration brought to its end.
create table public.configuration_usage (
  id uuid primary key default gen_random_uuid(),
  configuration_id uuid not null references public.model_configurations (id) on delete cascade,
  configuration_version integer not null,
  item_id uuid not null references public.ai_extraction_queue (id) on delete cascade,
  round integer not null,
  user_id uuid references auth.users (id) on delete cascade,
  success boolean not null,
  -- 0 to 1; null without ground truth
  accuracy double precision check (accuracy between 0 and 1),
  cost_nano_usd bigint check (cost_nano_usd between 0 and 9007199254740991),
  cost_usd double precision generated always as (cost_nano_usd::double precision / 1e9) stored,
  -- from the first worker's claim to the end
  duration_ms integer not null check (duration_ms >= 0),
  error_code text,
  used_at timestamptz not null default clock_timestamp(),
  -- an item that is retried out of the dead letters counts once, as it ended last
  constraint a_use_is_counted_once unique (item_id, round)
);

comment on table public.configuration_usage is 'One row an item that a configuration brought to its end.';

create index configuration_usage_configuration_id on public.configuration_usage (configuration_id, used_at desc);
create index configuration_usage_user_id on public.configuration_usage (user_id);

-- The ledger knows which item a call was for.
alter table public.model_usage
  add column item_id uuid references public.ai_extraction_queue (id) on delete set null;
create index model_usage_item_id on public.model_usage (item_id);

-- Who has paused; null: everybody has.
create table private.queue_pauses (
  user_id uuid references auth.users (id) on delete cascade,
  paused_at timestamptz not null default now(),
  constraint a_pause_is_set_once unique nulls not distinct (user_id)
);

alter table public.ai_extraction_queue enable row level security;
alter table public.extraction_results enable row level security;
alter table public.configuration_usage enable row level security;
alter table private.queue_pauses enable row level security;
revoke all on public.ai_extraction_queue, public.extraction_results, public.configuration_usage
  from public, anon, authenticated;
revoke all on private.queue_pauses from public, anon, authenticated;
grant select on public.ai_extraction_queue, public.extraction_results, public.configuration_usage to authenticated;
grant select, insert, update, delete on public.ai_extraction_queue, public.extraction_results, public.configuration_usage
  to service_role;
grant select, insert, update, delete on private.queue_pauses to service_role;

create policy "Users read their own items" on public.ai_extraction_queue
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own extraction results" on public.extraction_results
  for select to authenticated
  using ((select auth.uid()) = user_id);
create policy "Users read their own configuration usage" on public.configuration_usage
  for select to authenticated
  using ((select auth.uid()) = user_id);
