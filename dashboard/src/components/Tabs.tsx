import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export interface Tab {
  id: string
  title: ReactNode
  content: ReactNode
}

export interface TabsProps {
  /** What the tabs are parts of, for screen readers. */
  label: string
  tabs: readonly Tab[]
  selected?: string
  onSelect?: (id: string) => void
}

export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  return (
    <Radix.Root value={selected} onValueChange={onSelect} defaultValue={selected ?? tabs[0]?.id}>
      <Radix.List className="tabs-list" aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Radix.Trigger key={id} value={id} className="tab">
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id} className="tabs-panel">
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
