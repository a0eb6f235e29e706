export const NAVIGATION = [
  { href: '#features', label: 'Why us' },
  { href: '#pricing', label: 'Plans' },
  { href: '#faq', label: 'Questions' },
]

export interface Plan {
  name: string
  monthlyPrice: number
  yearlyPrice: number
  features: string[]
  highlighted: boolean
}

export const PLANS: Plan[] = [
  {
    name: 'Taster',
    monthlyPrice: 12,
    yearlyPrice: 120,
    features: ['One 250 g bag a month', 'A new origin each time', 'Pause whenever you like'],
    highlighted: false,
  },
  {
    name: 'Regular',
    monthlyPrice: 22,
    yearlyPrice: 220,
    features: ['Two 250 g bags a month', 'Choose your roast', 'Free delivery', 'Early access to micro-lots'],
    highlighted: true,
  },
  {
    name: 'Office',
    monthlyPrice: 79,
    yearlyPrice: 790,
    features: ['Two kilos a month', 'Grinder on loan', 'A yearly tasting for your team'],
    highlighted: false,
  },
]

export const TESTIMONIALS = [
  { quote: 'The first subscription I have not cancelled after three months.', author: 'Ines R.', role: 'Home brewer' },
  { quote: 'Our stand-up is on time now, because that is when the pot is fresh.', author: 'Tom W.', role: 'Team lead' },
  { quote: 'You can taste that it was roasted days ago and not months ago.', author: 'Mina K.', role: 'Café owner' },
]

export const QUESTIONS = [
  {
    question: 'How fresh is the coffee?',
    answer: 'We roast every Tuesday morning and send the bags the same afternoon. Most people have them by Friday.',
  },
  {
    question: 'Can I skip a month?',
    answer: 'Yes. Pause, skip or stop from the link in every delivery email; nothing is charged while you pause.',
  },
  {
    question: 'Do you grind the beans?',
    answer: 'Tell us how you brew and we grind for it. Whole beans keep longer, so that is what we send by default.',
  },
]
