import { ArrowRight } from 'lucide-react'

export function Hero() {
  return (
    <section id="top" className="mx-auto grid max-w-6xl items-center gap-12 px-6 py-24 md:grid-cols-2">
      <div>
        <p className="mb-4 text-sm uppercase tracking-widest text-fern">Roasted on Tuesdays</p>
        <h1 className="font-display text-5xl leading-tight">Coffee that still remembers the farm.</h1>
        <p className="mt-6 max-w-md text-lg text-bean/80">
          Small batches from growers we know by name, at your door three days after roasting.
        </p>
        <div className="mt-8 flex flex-wrap gap-4">
          <a
            href="#pricing"
            className="inline-flex items-center gap-2 rounded-full bg-bean px-6 py-3 text-crema hover:bg-fern"
          >
            Start a subscription
            <ArrowRight className="h-4 w-4" aria-hidden="true" />
          </a>
          <a href="#features" className="rounded-full border border-bean/30 px-6 py-3 hover:border-fern">
            How it works
          </a>
        </div>
      </div>
      <div className="aspect-square rounded-full bg-gradient-to-br from-fern via-bean to-black shadow-2xl" role="presentation" />
    </section>
  )
}
