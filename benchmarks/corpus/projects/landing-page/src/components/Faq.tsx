import { useState } from 'react'
import { ChevronDown } from 'lucide-react'
import { QUESTIONS } from '../content'

export function Faq() {
  const [openQuestion, setOpenQuestion] = useState<string | null>(null)
  return (
    <section id="faq" className="mx-auto max-w-3xl px-6 py-20">
      <h2 className="text-center font-display text-3xl">Good questions</h2>
      <dl className="mt-10 divide-y divide-bean/10">
        {QUESTIONS.map(({ question, answer }) => {
          const open = question === openQuestion
          return (
            <div key={question} className="py-4">
              <dt>
                <button
                  type="button"
                  aria-expanded={open}
                  onClick={() => setOpenQuestion(open ? null : question)}
                  className="flex w-full items-center justify-between text-left text-lg"
                >
                  {question}
                  <ChevronDown className={`h-5 w-5 transition-transform ${open ? 'rotate-180' : ''}`} aria-hidden="true" />
                </button>
              </dt>
              {open ? <dd className="mt-2 text-bean/80">{answer}</dd> : null}
            </div>
          )
        })}
      </dl>
    </section>
  )
}
