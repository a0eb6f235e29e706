import { Page } from '../../components/Page.tsx'

export function ExperimentPage() {
  return <Page title="Experiment">{null}</Page>
}
