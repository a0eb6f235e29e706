import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Failure, Notice } from '../../components/Notice.tsx'
import { useClient } from '../../data/project.tsx'

/** Signs in with Supabase Auth, or up where there is no account yet. */
export function SignInPage() {
  const { auth } = useClient()
  const [isNew, setNew] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const credentials = { email: String(form.get('email')), password: String(form.get('password')) }
    setBusy(true)
    const { data, error } = await (isNew ? auth.signUp(credentials) : auth.signInWithPassword(credentials))
    setBusy(false)
    setFailure(error)
    setAsked(error === null && data.session === null)
  }

  return (
    <main className="sign-in">
      <form className="card" onSubmit={(event) => void submit(event)}>
        <div className="brand">
          <img src="/icon.svg" alt="" width="32" height="32" />
          Merit
        </div>
        <h1>{isNew ? 'Create an account' : 'Sign in'}</h1>
        <TextField label="Email" name="email" type="email" autoComplete="email" required />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          minLength={isNew ? 8 : undefined}
          required
        />
        {failure && <Failure error={failure} />}
        {isAsked && <Notice>A message is on its way to you: follow its link to confirm your address.</Notice>}
        <Button type="submit" kind="primary" disabled={isBusy}>
          {isNew ? 'Create account' : 'Sign in'}
        </Button>
        <Button kind="plain" onClick={() => setNew(!isNew)}>
          {isNew ? 'I have an account' : 'I have no account yet'}
        </Button>
      </form>
    </main>
  )
}
