-- A change is noticed after fewer results: more of each surprise counts as noise, and a lower sum of what is left rings
-- the alarm. For what only varies that is as rare as before; a model that fails where it never did is found out sooner
-- (_shared/selection/changeDetector.ts, updateEvidence.ts).

-- One result further (Page, Biometrika 41, 1954). `surprise` is (result - expected) / standard deviation; a sum of surprises
-- beyond `alarm` is a change.
create or replace function private.step_shift(
  known_shift double precision, known_run integer, surprise double precision, alarm double precision,
  out shift double precision, out run integer, out is_change boolean, out mean_surprise double precision
)
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  -- surprises below this many standard deviations a result are taken for noise
  slack constant double precision := 0.75;
  -- one odd result must not ring the alarm alone
  max_surprise constant double precision := 3.5;
  bounded double precision := greatest(least(surprise, max_surprise), -max_surprise);
  up double precision := greatest(0, greatest(0, known_shift) + bounded - slack);
  down double precision := least(0, least(0, known_shift) + bounded + slack);
begin
  shift := case when up >= -down then up else down end;
  run := case when shift = 0 then 0 when sign(shift) = sign(known_shift) then known_run + 1 else 1 end;
  is_change := abs(shift) > alarm;
  mean_surprise := case when run = 0 then 0 else shift / run + sign(shift) * slack end;
end
$$;

-- The row after one observation; `known` may be null, or empty, before the first.
-- wide_changed_at: quality_changed_at of the arm's row over all traffic, after this observation; what narrower rows learnt
-- before it is dropped. Null for that row itself.
create or replace function private.evidence_after(
  known public.model_evidence, seen private.observation, wide_changed_at timestamptz
)
returns public.model_evidence
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  -- standard deviation of a single result before a row knows its own, score points, and how many results that is worth
  assumed_spread constant double precision := 25;
  assumed_spread_weight constant double precision := 8;
  -- fewer results than this are no expectation to be surprised at
  min_detection_weight constant double precision := 6;
  -- sums of surprises that are a change
  quality_alarm constant double precision := 11;
  cost_alarm constant double precision := 9;
  -- spread of ln(cost) between requests of one kind
  log_cost_spread constant double precision := 0.9;
  -- added to costs before logarithms, so that free models have one
  cost_floor_nano_usd constant double precision := 1000;

  evidence public.model_evidence := known;
  as_of timestamptz := greatest(known.updated_at, seen.observed_at);
  kept double precision := coalesce(private.evidence_fade(as_of - known.updated_at), 1);
  weight double precision := private.evidence_fade(as_of - seen.observed_at);
  -- greatest() and least() pass nulls over
  quality double precision := case when seen.quality is not null then least(greatest(seen.quality, 0), 100) end;
  spread double precision;
  step record;
  is_change boolean := false;
  merged record;
begin
  evidence.provider := seen.provider;
  evidence.updated_at := as_of;
  evidence.quality_weight := coalesce(known.quality_weight, 0) * kept;
  evidence.quality_mean := coalesce(known.quality_mean, 0);
  evidence.quality_m2 := coalesce(known.quality_m2, 0) * kept;
  evidence.quality_shift := coalesce(known.quality_shift, 0);
  evidence.quality_shift_run := coalesce(known.quality_shift_run, 0);
  evidence.cost_weight := coalesce(known.cost_weight, 0) * kept;
  evidence.cost_mean_nano_usd := coalesce(known.cost_mean_nano_usd, 0);
  evidence.cost_shift := coalesce(known.cost_shift, 0);
  evidence.cost_shift_run := coalesce(known.cost_shift_run, 0);

  if wide_changed_at is not null and coalesce(known.quality_changed_at, '-infinity') < wide_changed_at then
    evidence.quality_weight := 0;
    evidence.quality_m2 := 0;
    evidence.quality_shift := 0;
    evidence.quality_shift_run := 0;
    evidence.quality_changed_at := wide_changed_at;
  end if;

  merged := private.merge_statistics(
    coalesce(known.success_weight, 0) * kept, 0, 0, case when seen.succeeded then weight else 0 end, 0, 0
  );
  evidence.success_weight := merged.weight;
  merged := private.merge_statistics(
    coalesce(known.failure_weight, 0) * kept, 0, 0, case when not seen.succeeded then weight else 0 end, 0, 0
  );
  evidence.failure_weight := merged.weight;
  merged := private.merge_statistics(
    coalesce(known.duration_weight, 0) * kept, coalesce(known.log_duration_mean, 0), 0,
    case when seen.duration_ms is null then 0 else weight end, coalesce(ln(greatest(seen.duration_ms, 1)), 0), 0
  );
  evidence.duration_weight := merged.weight;
  evidence.log_duration_mean := merged.mean;

  if quality is not null and not seen.is_rating and evidence.quality_weight >= min_detection_weight then
    spread := sqrt(
      (evidence.quality_m2 + assumed_spread_weight * assumed_spread * assumed_spread)
        / (evidence.quality_weight + assumed_spread_weight)
    );
    step := private.step_shift(
      evidence.quality_shift, evidence.quality_shift_run,
      (quality - evidence.quality_mean) / (spread * sqrt(1 + 1 / evidence.quality_weight)),
      quality_alarm
    );
    evidence.quality_shift := step.shift;
    evidence.quality_shift_run := step.run;
    is_change := step.is_change;
  end if;
  if is_change then
    -- what is left is what was seen since the change began, at the level the detector says and with the spread of before
    merged := private.merge_statistics(
      0, 0, 0, least(step.run, evidence.quality_weight),
      least(greatest(evidence.quality_mean + step.mean_surprise * spread, 0), 100), 0
    );
    evidence.quality_m2 := evidence.quality_m2 / evidence.quality_weight * merged.weight;
    evidence.quality_weight := merged.weight;
    evidence.quality_mean := merged.mean;
    evidence.quality_shift := 0;
    evidence.quality_shift_run := 0;
    evidence.quality_changed_at := seen.observed_at;
  else
    merged := private.merge_statistics(
      evidence.quality_weight, evidence.quality_mean, evidence.quality_m2,
      case when quality is null then 0 else weight end, coalesce(quality, 0), 0
    );
    evidence.quality_weight := merged.weight;
    -- rounding must carry no figure past what the constraints allow
    evidence.quality_mean := least(greatest(merged.mean, 0), 100);
    evidence.quality_m2 := least(merged.m2, 10000 * merged.weight);
  end if;

  is_change := false;
  if seen.cost_nano_usd is not null and evidence.cost_weight >= 1 then
    step := private.step_shift(
      evidence.cost_shift, evidence.cost_shift_run,
      ln((seen.cost_nano_usd + cost_floor_nano_usd) / (evidence.cost_mean_nano_usd + cost_floor_nano_usd))
        / log_cost_spread,
      cost_alarm
    );
    evidence.cost_shift := step.shift;
    evidence.cost_shift_run := step.run;
    is_change := step.is_change;
  end if;
  if is_change then
    evidence.cost_weight := 1;
    evidence.cost_mean_nano_usd := seen.cost_nano_usd;
    evidence.cost_shift := 0;
    evidence.cost_shift_run := 0;
  else
    merged := private.merge_statistics(
      evidence.cost_weight, evidence.cost_mean_nano_usd, 0,
      case when seen.cost_nano_usd is null then 0 else weight end, coalesce(seen.cost_nano_usd, 0), 0
    );
    evidence.cost_weight := merged.weight;
    evidence.cost_mean_nano_usd := least(greatest(merged.mean, 0), 9007199254740991);
  end if;
  return evidence;
end
$$;
