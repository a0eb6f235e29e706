import { useState } from 'react'
import { Check } from 'lucide-react'
import { PLANS } from '../content'
import type { Plan } from '../content'

type Billing = 'monthly' | 'yearly'

function PlanCard({ plan, billing }: { plan: Plan; billing: Billing }) {
  const price = billing === 'monthly' ? plan.monthlyPrice : plan.yearlyPrice
  return (
    <article
      className={`flex flex-col rounded-2xl p-8 ${plan.highlighted ? 'bg-bean text-crema shadow-xl' : 'border border-bean/15 bg-white'}`}
    >
      <h3 className="text-xl font-semibold">{plan.name}</h3>
      <p className="mt-4 text-4xl font-semibold">
        €{price}
        <span className="text-base font-normal opacity-70"> / {billing === 'monthly' ? 'month' : 'year'}</span>
      </p>
      <ul className="mt-6 flex-1 space-y-3">
        {plan.features.map((feature) => (
          <li key={feature} className="flex gap-2">
            <Check className="h-5 w-5 shrink-0 text-fern" aria-hidden="true" />
            {feature}
          </li>
        ))}
      </ul>
      <a
        href="#newsletter"
        className={`mt-8 rounded-full px-6 py-3 text-center ${plan.highlighted ? 'bg-crema text-bean' : 'bg-bean text-crema'}`}
      >
        Choose {plan.name}
      </a>
    </article>
  )
}

export function Pricing() {
  const [billing, setBilling] = useState<Billing>('monthly')
  return (
    <section id="pricing" className="bg-white/60 py-20">
      <div className="mx-auto max-w-6xl px-6">
        <h2 className="text-center font-display text-3xl">Simple plans</h2>
        <div className="mt-6 flex justify-center gap-2" role="group" aria-label="Billing period">
          {(['monthly', 'yearly'] as const).map((option) => (
            <button
              key={option}
              type="button"
              aria-pressed={billing === option}
              onClick={() => setBilling(option)}
              className={`rounded-full px-4 py-2 capitalize ${billing === option ? 'bg-fern text-white' : 'bg-bean/5'}`}
            >
              {option}
            </button>
          ))}
        </div>
        <div className="mt-12 grid gap-8 md:grid-cols-3">
          {PLANS.map((plan) => (
            <PlanCard key={plan.name} plan={plan} billing={billing} />
          ))}
        </div>
      </div>
    </section>
  )
}
