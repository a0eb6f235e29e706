import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { useModelNames } from '../data/knownModels.ts'
import { Button } from './Button.tsx'
import './modelPicker.css'

export interface ModelPickerProps {
  label: string
  hint?: string
  models: readonly string[]
  onChange: (models: string[]) => void
}

/** Models by name, in order; any name that the API knows may be typed, those it lists are offered. */
export function ModelPicker({ label, hint, models, onChange }: ModelPickerProps) {
  const [typed, setTyped] = useState('')
  const names = useModelNames()
  const id = useId()
  const add = () => {
    const name = typed.trim()
    if (name === '') return
    if (!models.includes(name)) onChange([...models, name])
    setTyped('')
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {models.length > 0 && (
        <ul className="chips" aria-label={`Chosen: ${label}`}>
          {models.map((model) => (
            <li className="chip mono" key={model}>
              {model}
              <button
                type="button"
                aria-label={`Remove ${model}`}
                onClick={() => onChange(models.filter((other) => other !== model))}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="chip-input">
        <input
          className="input"
          id={id}
          list={`${id}-names`}
          autoComplete="off"
          placeholder="Name of a model"
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button onClick={add} aria-label={`Add to ${label}`}>
          Add
        </Button>
      </div>
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
