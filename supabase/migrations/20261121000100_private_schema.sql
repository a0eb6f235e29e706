-- Functions that read more than their caller may live here: the schema is not exposed by the Data API, so the only
-- way in is a public function that calls one of them.
create schema if not exists private;

revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;
