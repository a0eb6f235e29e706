import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import App from './App'
import { HabitsProvider } from './state/HabitsContext'
import './styles.css'

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <HabitsProvider>
      <App />
    </HabitsProvider>
  </StrictMode>,
)
