interface QuantityFieldProps {
  label: string
  quantity: number
  onChange: (quantity: number) => void
}

export function QuantityField({ label, quantity, onChange }: QuantityFieldProps) {
  return (
    <div className="inline-flex items-center rounded-lg border border-stone-300" role="group" aria-label={label}>
      <button type="button" onClick={() => onChange(quantity - 1)} aria-label="One less" className="px-3 py-1">
        −
      </button>
      <span className="w-8 text-center">{quantity}</span>
      <button type="button" onClick={() => onChange(quantity + 1)} aria-label="One more" className="px-3 py-1">
        +
      </button>
    </div>
  )
}
