import { Leaf, PackageCheck, Timer } from 'lucide-react'

const FEATURES = [
  { icon: Leaf, title: 'Direct trade', text: 'We pay growers twice the market price and publish every contract.' },
  { icon: Timer, title: 'Three days fresh', text: 'Roasted to order, never stored, posted the same afternoon.' },
  { icon: PackageCheck, title: 'Fits the letterbox', text: 'Flat compostable packs, so nobody has to wait at home.' },
]

export function Features() {
  return (
    <section id="features" className="bg-white/60 py-20">
      <div className="mx-auto max-w-6xl px-6">
        <h2 className="text-center font-display text-3xl">Why people stay</h2>
        <div className="mt-12 grid gap-10 md:grid-cols-3">
          {FEATURES.map(({ icon: Icon, title, text }) => (
            <article key={title}>
              <Icon className="h-8 w-8 text-fern" aria-hidden="true" />
              <h3 className="mt-4 text-xl font-semibold">{title}</h3>
              <p className="mt-2 text-bean/80">{text}</p>
            </article>
          ))}
        </div>
      </div>
    </section>
  )
}
