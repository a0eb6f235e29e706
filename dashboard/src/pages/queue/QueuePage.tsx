import { Page } from '../../components/Page.tsx'

export function QueuePage() {
  return <Page title="Queue">{null}</Page>
}
