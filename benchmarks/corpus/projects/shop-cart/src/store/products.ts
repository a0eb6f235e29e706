export interface Product {
  id: string
  name: string
  category: 'plants' | 'tools' | 'seeds'
  priceCents: number
  emoji: string
}

export const PRODUCTS: Product[] = [
  { id: 'monstera', name: 'Monstera', category: 'plants', priceCents: 2450, emoji: '🪴' },
  { id: 'lavender', name: 'Lavender', category: 'plants', priceCents: 890, emoji: '🪻' },
  { id: 'sunflower', name: 'Sunflower seeds', category: 'seeds', priceCents: 320, emoji: '🌻' },
  { id: 'tomato', name: 'Tomato seeds', category: 'seeds', priceCents: 280, emoji: '🍅' },
  { id: 'trowel', name: 'Hand trowel', category: 'tools', priceCents: 1390, emoji: '🧤' },
  { id: 'can', name: 'Watering can', category: 'tools', priceCents: 1990, emoji: '🚿' },
]
