/** What the dashboard and the preview's frame tell each other. Neither trusts the other's words. */
import { z } from 'zod'

/** To the frame, once it said `ready`. */
export const previewRequestSchema = z.object({ files: z.record(z.string(), z.string()) })
export type PreviewRequest = z.output<typeof previewRequestSchema>

/** From the frame. */
export const previewReportSchema = z.discriminatedUnion('state', [
  /** Listens, and has nothing yet. */
  z.object({ state: z.literal('ready') }),
  /** The project runs. */
  z.object({ state: z.literal('running') }),
  /** It could not be started, or broke later. */
  z.object({ state: z.literal('broken'), message: z.string().max(5_000) }),
  /** Nothing in it that a browser could show. */
  z.object({ state: z.literal('nothing_to_show') }),
])
export type PreviewReport = z.output<typeof previewReportSchema>
