import { useState } from 'react'
import type { FormEvent } from 'react'
import { PageHeader } from '@/components/layout/PageHeader'
import { Button } from '@/components/ui/Button'
import { Card } from '@/components/ui/Card'
import { TextField } from '@/components/ui/TextField'
import { openTaskCount } from '@/workspace/statistics'
import { useWorkspace } from '@/workspace/WorkspaceContext'

export default function PeoplePage() {
  const { workspace, dispatch } = useWorkspace()
  const [name, setName] = useState('')
  const [role, setRole] = useState('')

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    dispatch({ type: 'personAdded', person: { id: crypto.randomUUID(), name: name.trim(), role: role.trim() } })
    setName('')
    setRole('')
  }

  return (
    <>
      <PageHeader title="People" subtitle="Who works on what" />
      <div className="grid gap-6 md:grid-cols-[2fr_1fr]">
        <Card title="Team">
          {workspace.people.length === 0 ? <p className="text-zinc-500">Nobody has joined yet.</p> : null}
          <ul className="divide-y divide-zinc-100">
            {workspace.people.map((person) => (
              <li key={person.id} className="flex items-center gap-4 py-3">
                <span className="flex-1">
                  {person.name} <span className="text-sm text-zinc-500">{person.role}</span>
                </span>
                <span className="text-sm text-zinc-500">{openTaskCount(workspace.tasks, person)} open</span>
                <Button variant="danger" onClick={() => dispatch({ type: 'personRemoved', id: person.id })}>
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        </Card>
        <Card title="Add a person">
          <form onSubmit={handleSubmit} className="space-y-4">
            <TextField label="Name" required value={name} onChange={(event) => setName(event.target.value)} />
            <TextField label="Role" value={role} onChange={(event) => setRole(event.target.value)} />
            <Button type="submit" disabled={!name.trim()}>
              Add
            </Button>
          </form>
        </Card>
      </div>
    </>
  )
}
