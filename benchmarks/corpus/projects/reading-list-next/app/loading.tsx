export default function Loading() {
  return <p role="status">Fetching your books…</p>
}
