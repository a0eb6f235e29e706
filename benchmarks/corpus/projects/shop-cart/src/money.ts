const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' })

export function formatCents(cents: number): string {
  return format.format(cents / 100)
}
