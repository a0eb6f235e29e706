import { Page } from '../../components/Page.tsx'

export function SelectionPage() {
  return <Page title="Selection">{null}</Page>
}
