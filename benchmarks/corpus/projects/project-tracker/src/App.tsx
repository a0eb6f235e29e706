import { lazy, Suspense } from 'react'
import { Route, Routes } from 'react-router-dom'
import { AppLayout } from '@/components/layout/AppLayout'
import { Spinner } from '@/components/ui/Spinner'

const OverviewPage = lazy(() => import('@/pages/OverviewPage'))
const ProjectsPage = lazy(() => import('@/pages/ProjectsPage'))
const ProjectPage = lazy(() => import('@/pages/ProjectPage'))
const PeoplePage = lazy(() => import('@/pages/PeoplePage'))
const ActivityPage = lazy(() => import('@/pages/ActivityPage'))
const NotFoundPage = lazy(() => import('@/pages/NotFoundPage'))

export function App() {
  return (
    <Suspense fallback={<Spinner />}>
      <Routes>
        <Route element={<AppLayout />}>
          <Route index element={<OverviewPage />} />
          <Route path="projects" element={<ProjectsPage />} />
          <Route path="projects/:projectId" element={<ProjectPage />} />
          <Route path="people" element={<PeoplePage />} />
          <Route path="activity" element={<ActivityPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </Suspense>
  )
}
