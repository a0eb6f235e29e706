/** Reads what `save` stored under the key, or gives the fallback. */
export function load<Value>(key: string, fallback: Value): Value {
  const stored = localStorage.getItem(key)
  return stored ? (JSON.parse(stored) as Value) : fallback
}

export function save(key: string, value: unknown): void {
  localStorage.setItem(key, JSON.stringify(value))
}
