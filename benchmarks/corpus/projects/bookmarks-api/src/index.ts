import { serve } from '@hono/node-server'
import { createApp } from './app.js'
import { readSettings } from './settings.js'
import { openStore } from './store/fileStore.js'

const settings = readSettings(process.env)
const store = await openStore(settings.dataFile)
const app = createApp({ store, users: settings.users })

const server = serve({ fetch: app.fetch, port: settings.port }, ({ port }) => {
  console.info(`Listening on http://localhost:${port}`)
})

function shutDown() {
  server.close(() => process.exit(0))
}

process.once('SIGINT', shutDown)
process.once('SIGTERM', shutDown)
