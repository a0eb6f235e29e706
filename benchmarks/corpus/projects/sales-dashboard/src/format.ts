const currency = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
const whole = new Intl.NumberFormat('en-GB')
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

export const formatCurrency = (amount: number) => currency.format(amount)
export const formatNumber = (amount: number) => whole.format(amount)
export const formatDay = (isoDay: string) => shortDay.format(new Date(isoDay))
