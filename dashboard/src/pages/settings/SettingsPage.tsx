import { useState } from 'react'
import { Card } from '../../components/Card.tsx'
import { Select } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { chooseScheme, chosenScheme, SCHEMES } from '../../scheme.ts'
import { SpendSettings } from './SpendSettings.tsx'

export function SettingsPage() {
  const [scheme, setScheme] = useState(chosenScheme)
  return (
    <Page title="Settings">
      <Card title="Appearance">
        <Select
          label="Colours"
          value={scheme}
          onChange={({ target }) => {
            const next = SCHEMES.find((name) => name === target.value) ?? 'system'
            chooseScheme(next)
            setScheme(next)
          }}
        >
          <option value="system">As the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </Select>
      </Card>
      <SpendSettings />
    </Page>
  )
}
