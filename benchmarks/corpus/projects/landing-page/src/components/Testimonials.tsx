import { TESTIMONIALS } from '../content'

export function Testimonials() {
  return (
    <section className="mx-auto max-w-6xl px-6 py-20" aria-label="What customers say">
      <div className="grid gap-8 md:grid-cols-3">
        {TESTIMONIALS.map((testimonial) => (
          <figure key={testimonial.author} className="rounded-2xl border border-bean/10 bg-white p-6">
            <blockquote className="text-lg">“{testimonial.quote}”</blockquote>
            <figcaption className="mt-4 text-sm text-bean/70">
              {testimonial.author}, {testimonial.role}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  )
}
