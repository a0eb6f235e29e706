import { Page } from '../../components/Page.tsx'

export function ExperimentsPage() {
  return <Page title="Experiments">{null}</Page>
}
