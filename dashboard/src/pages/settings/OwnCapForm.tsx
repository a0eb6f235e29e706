import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Select, TextField } from '../../components/Field.tsx'
import { Failure } from '../../components/Notice.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { useClient } from '../../data/project.tsx'
import { failureOfData } from '../../data/rows.ts'
import { SPEND_KEY, type SpendCap } from '../../data/spend.ts'
import '../../components/filters.css'

const NANO_PER_USD = 1_000_000_000
const PERIODS = { day: 'a day', month: 'a month', total: 'ever' }
type Period = SpendCap['period']

/** A cap of one's own: it stands beside the project's, so it can hold one back further, and never less. */
export function OwnCapForm({ caps }: { caps: readonly SpendCap[] }) {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const [period, setPeriod] = useState<Period>('month')
  const [usd, setUsd] = useState('')
  const [fault, setFault] = useState<string>()
  const own = caps.find((cap) => cap.set_by === 'user' && cap.period === period)
  const save = useMutation({
    mutationFn: async (limit: number | null) => {
      // The generated row types know no null among a function's arguments, though Postgres takes it: no cap.
      const { error } = await client.rpc('set_own_spend_cap', { period, limit_nano_usd: limit as number })
      if (error) throw failureOfData(error)
      await queries.invalidateQueries({ queryKey: SPEND_KEY })
    },
    onSuccess: (_, limit) => {
      setUsd('')
      say(limit === null ? 'Your cap is taken back.' : 'Your cap holds from now on.')
    },
  })
  const submit = () => {
    const amount = Number(usd)
    const isAmount = usd.trim() !== '' && Number.isFinite(amount) && amount >= 0 && amount <= 9_000_000
    setFault(isAmount ? undefined : 'Say an amount in dollars, 0 or more.')
    if (isAmount) save.mutate(Math.round(amount * NANO_PER_USD))
  }
  return (
    <form
      className="stack"
      aria-label="Your own cap"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h3>Your own cap</h3>
      <p className="soft">The project’s caps hold whatever you set here.</p>
      <div className="filters">
        <Select
          label="Period"
          value={period}
          onChange={({ target }) =>
            setPeriod(target.value === 'day' || target.value === 'total' ? target.value : 'month')
          }
        >
          {Object.entries(PERIODS).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </Select>
        <TextField
          label="At most, in US dollars"
          inputMode="decimal"
          value={usd}
          placeholder={own?.limit_usd.toString()}
          fault={fault}
          onChange={({ target }) => setUsd(target.value)}
        />
      </div>
      <div className="row">
        <Button type="submit" kind="primary" disabled={save.isPending}>
          {own === undefined ? 'Set the cap' : 'Change the cap'}
        </Button>
        {own !== undefined && (
          <Button disabled={save.isPending} onClick={() => save.mutate(null)}>
            Take it back
          </Button>
        )}
      </div>
      {save.isError && <Failure error={save.error} />}
    </form>
  )
}
