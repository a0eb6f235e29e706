/** Labelled inputs: the label names the control, hint and fault describe it. */
import { type ComponentProps, type ReactNode, useId } from 'react'

interface Labels {
  label: ReactNode
  hint?: ReactNode
  fault?: string
}

function useDescription({ hint, fault }: Omit<Labels, 'label'>) {
  const id = useId()
  const described = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`]
  return {
    id,
    control: {
      id,
      'aria-describedby': described.filter(Boolean).join(' ') || undefined,
      'aria-invalid': fault !== undefined,
    },
  }
}

function Frame({ id, label, hint, fault, children }: Labels & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p className="fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, fault, ...rest }: Labels & ComponentProps<'input'>) {
  const { id, control } = useDescription({ hint, fault })
  return (
    <Frame {...{ id, label, hint, fault }}>
      <input className="input" {...control} {...rest} />
    </Frame>
  )
}

export function TextArea({ label, hint, fault, ...rest }: Labels & ComponentProps<'textarea'>) {
  const { id, control } = useDescription({ hint, fault })
  return (
    <Frame {...{ id, label, hint, fault }}>
      <textarea className="input" {...control} {...rest} />
    </Frame>
  )
}

export function Select({ label, hint, fault, ...rest }: Labels & ComponentProps<'select'>) {
  const { id, control } = useDescription({ hint, fault })
  return (
    <Frame {...{ id, label, hint, fault }}>
      <select className="input" {...control} {...rest} />
    </Frame>
  )
}

export function Checkbox({ label, ...rest }: { label: ReactNode } & Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <label className="check">
      <input type="checkbox" {...rest} />
      <span>{label}</span>
    </label>
  )
}
