/** `localStorage` and `sessionStorage` for a frame whose origin may not have any: they last as long as the frame. */
export function giveStorage(target: Window): void {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    Object.defineProperty(target, name, { configurable: true, value: memoryStorage() })
  }
}

export function memoryStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(String(key)) ?? null,
    setItem: (key, value) => void items.set(String(key), String(value)),
    removeItem: (key) => void items.delete(String(key)),
    clear: () => items.clear(),
  }
}
