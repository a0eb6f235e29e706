import { Page } from '../../components/Page.tsx'

export function OverviewPage() {
  return <Page title="Overview">{null}</Page>
}
