import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Failure } from './components/Notice.tsx'
import { ToastProvider } from './components/Toasts.tsx'
import { ApiFailure } from './data/callFunction.ts'
import { ProjectProvider } from './data/project.tsx'
import { loadProjectConfig } from './data/projectConfig.ts'
import { router } from './router.tsx'
import { applyScheme, chosenScheme } from './scheme.ts'
import './styles.css'

applyScheme(chosenScheme())

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the API refuses it refuses again; what the network dropped may come through.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiFailure),
    },
  },
})

const root = createRoot(document.getElementById('root') ?? document.body)
try {
  const config = await loadProjectConfig()
  root.render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ProjectProvider config={config}>
          <ToastProvider>
            <RouterProvider router={router} />
          </ToastProvider>
        </ProjectProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
} catch (error) {
  root.render(<Failure error={error} retry={() => window.location.reload()} />)
}
