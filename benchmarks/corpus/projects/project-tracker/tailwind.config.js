/** @type {import('tailwindcss').Config} */
export default {
  content: ['./index.html', './src/**/*.{ts,tsx}'],
  theme: {
    extend: {
      colors: { accent: { 100: '#ede9fe', 600: '#7c3aed', 700: '#6d28d9' } },
    },
  },
  plugins: [],
}
