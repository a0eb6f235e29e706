-- Where the project has Supabase Realtime, it tells signed-in users of changes to what is theirs: who may read a row hears of it.
do $$
declare
  watched text;
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    return;
  end if;
  foreach watched in array array[
    'scenario_executions', 'scenario_step_results', 'ai_extraction_queue', 'experiments', 'experiment_rounds'
  ] loop
    if not exists (
      select from pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = watched
    ) then
      execute format('alter publication supabase_realtime add table public.%I', watched);
    end if;
  end loop;
end
$$;
