import Link from 'next/link'

export default function NotFound() {
  return (
    <section>
      <h1>No such page</h1>
      <Link href="/">Back to your books</Link>
    </section>
  )
}
