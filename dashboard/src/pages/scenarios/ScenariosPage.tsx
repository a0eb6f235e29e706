import { Page } from '../../components/Page.tsx'

export function ScenariosPage() {
  return <Page title="Scenarios">{null}</Page>
}
