-- What each run calls keeps its plan. A function in SQL that has settings of its own, as all of ours have, is parsed and
-- planned anew at every call; one in PL/pgSQL is planned once a connection. Bodies are as before.

create or replace function private.evidence_for(for_user uuid, task_types text[])
returns json
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    -- one branch a tier, each a range of the unique index
    with known as (
      select * from public.model_evidence
      where tier = 'all' and user_id is null and task_type is null and complexity is null
      union all
      select * from public.model_evidence
      where tier = 'task' and user_id is null and task_type = any (task_types) and complexity is null
      union all
      select * from public.model_evidence
      where tier = 'task_complexity' and user_id is null and task_type = any (task_types)
      union all
      select * from public.model_evidence
      where tier = 'user' and user_id = for_user and task_type = any (task_types) and complexity is null
    )
    select coalesce(json_agg(json_build_array(
      tier, task_type, complexity, model, approach,
      quality_weight, quality_mean, quality_m2, success_weight, failure_weight,
      duration_weight, log_duration_mean, cost_weight, cost_mean_nano_usd,
      floor(extract(epoch from updated_at) * 1000)::bigint,
      floor(extract(epoch from quality_changed_at) * 1000)::bigint
    )), '[]')
    from known
  );
end
$$;

create or replace function private.conversation_so_far(conversation uuid, of_user uuid, with_files boolean, max_turns integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'files', (
        select run.result -> 'files'
        from public.orchestration_runs run
        where with_files
          and run.conversation_id = conversation
          and run.user_id is not distinct from of_user
          and run.status = 'succeeded'
          and run.has_files
        order by run.created_at desc
        limit 1
      ),
      'turns', coalesce((
        select jsonb_agg(jsonb_build_object('request', recent.request, 'answer', recent.answer) order by recent.created_at)
        from (
          select
            run.created_at,
            left(run.request, 8000) as request,
            left(coalesce(run.result ->> 'text', run.result ->> 'message', ''), 8000) as answer
          from public.orchestration_runs run
          where run.conversation_id = conversation
            and run.user_id is not distinct from of_user
            and run.status = 'succeeded'
          order by run.created_at desc
          limit max_turns
        ) recent
      ), '[]')
    )
  );
end
$$;

create or replace function private.running_experiments()
returns json
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(
      json_agg(json_build_object('name', name, 'share', share, 'arms', arms) order by started_at, name), '[]'
    )
    from public.traffic_experiments
    where enabled and started_at <= now() and (ended_at is null or ended_at > now())
  );
end
$$;

create or replace function private.open_circuits()
returns json
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
      'provider', provider, 'model', model,
      'state', case when free_at <= clock_timestamp() then 'half_open' else 'open' end,
      'retry_after_ms', greatest(0, ceil(extract(epoch from free_at - clock_timestamp()) * 1000))::bigint
    )), '[]')
    from (
      select *, case state when 'half_open' then probe_expires_at else retry_at end as free_at
      from public.provider_health
      where state <> 'closed'
    ) circuit
  );
end
$$;

create or replace function private.limited_models()
returns json
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(json_agg(distinct model), '[]') from public.rate_limits where model is not null
  );
end
$$;

create or replace function private.record_selection(of_run uuid, input jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
    insert into public.model_selections (
      run_id, user_id, conversation_id, task_type, complexity, policy, policy_version, eligible, planned,
      chosen_model, chosen_provider, chosen_approach, expected_quality, expected_utility, propensity, explored, parallel,
      selected_model, selected_provider, selected_approach, quality_score,
      strategies_planned, strategies_tried, was_optimal, stop_reason,
      experiment, experiment_arm, points_per_usd, points_per_second
    )
    select
      run.id, run.user_id, run.conversation_id, input ->> 'task_type', input ->> 'complexity',
      selection ->> 'policy', selection ->> 'policy_version', selection -> 'eligible', selection -> 'planned',
      chosen ->> 'model', chosen ->> 'provider', chosen ->> 'approach',
      (chosen ->> 'expectedQuality')::double precision, (chosen ->> 'expectedUtility')::double precision,
      (selection ->> 'propensity')::double precision, (selection ->> 'explored')::boolean,
      (selection ->> 'parallel')::boolean,
      outcome.model, outcome.provider, outcome.approach, outcome.quality_score,
      jsonb_array_length(selection -> 'planned'), outcome.tried, outcome.was_optimal, selection ->> 'stop_reason',
      selection ->> 'experiment', selection ->> 'experiment_arm',
      (selection ->> 'points_per_usd')::double precision, (selection ->> 'points_per_second')::double precision
    from public.orchestration_runs run
    cross join lateral (
      select input -> 'selection' as selection, input -> 'selection' -> 'planned' -> 0 as chosen
    ) asked
    cross join lateral (
      select
        max(model) filter (where is_winner) as model,
        max(provider) filter (where is_winner) as provider,
        max(approach) filter (where is_winner) as approach,
        max(quality_score) filter (where is_winner) as quality_score,
        count(*) filter (where status <> 'skipped') as tried,
        case when count(quality_score) filter (where success) >= 2 then
          coalesce(
            max(quality_score) filter (where success and model = chosen ->> 'model' and approach = chosen ->> 'approach')
              >= max(quality_score) filter (where success) - 2,
            false
          )
        end as was_optimal
      from public.model_performance
      where run_id = of_run
    ) outcome
    where run.id = of_run
    on conflict (run_id) do nothing;
end
$$;

create or replace function private.learn_from_attempts(attempt_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.learn(attempt_ids);
end
$$;

create or replace function private.evidence_keys(seen private.observation)
returns table (place integer, tier text, user_id uuid, task_type text, complexity text)
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return query
    select 1, 'all', null::uuid, null::text, null::text
    union all
    select 2, 'task', null, seen.task_type, null
    union all
    select 3, 'task_complexity', null, seen.task_type, seen.complexity
    union all
    select 4, 'user', seen.user_id, seen.task_type, null where seen.user_id is not null;
end
$$;

create or replace function private.evidence_ids(seen private.observation)
returns setof bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select id from public.model_evidence
    where tier = 'all' and user_id is null and task_type is null and complexity is null
      and model = seen.model and approach = seen.approach
    union all
    select id from public.model_evidence
    where tier = 'task' and user_id is null and task_type = seen.task_type and complexity is null
      and model = seen.model and approach = seen.approach
    union all
    select id from public.model_evidence
    where tier = 'task_complexity' and user_id is null and task_type = seen.task_type and complexity = seen.complexity
      and model = seen.model and approach = seen.approach
    union all
    select id from public.model_evidence
    where tier = 'user' and user_id = seen.user_id and task_type = seen.task_type and complexity is null
      and model = seen.model and approach = seen.approach;
end
$$;

create or replace function private.evidence_fade(age interval)
returns double precision
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (
    select case
      when half_lives <= 0 then 1
      when half_lives > 40 then 0
      else power(2::double precision, -half_lives)
    end
    from (select extract(epoch from age)::double precision / (14 * 86400) as half_lives) elapsed
  );
end
$$;

create or replace function private.provider_answers(status text, error_code text)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (
    select case
      when status = 'succeeded' then true
      when status <> 'failed' then null
      when error_code in (
        'rate_limited', 'quota_exhausted', 'authentication', 'server_error', 'connection', 'stream_cut',
        'first_token_timeout', 'stalled', 'malformed_response'
      ) then false
      when error_code in ('content_policy', 'context_length', 'unusable_output', 'truncated', 'empty_response') then true
    end
  );
end
$$;
