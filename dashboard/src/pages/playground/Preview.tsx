import { useEffect, useRef, useState } from 'react'
import { type PreviewReport, previewReportSchema } from '../../../preview/frameMessage.ts'
import { Notice } from '../../components/Notice.tsx'

/**
 * The generated app, running. It is not trusted: its frame has an origin of its own (no `allow-same-origin`), a policy
 * without any network, and nothing it says is believed beyond its state.
 */
export function Preview({ files }: { files: Record<string, string> }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [report, setReport] = useState<PreviewReport>()
  useEffect(() => {
    function listen(event: MessageEvent) {
      const target = frame.current?.contentWindow
      if (!target || event.source !== target) return
      const parsed = previewReportSchema.safeParse(event.data)
      if (!parsed.success) return
      // An origin of its own has no name that a message could be addressed to.
      if (parsed.data.state === 'ready') target.postMessage({ files }, '*')
      else setReport(parsed.data)
    }
    window.addEventListener('message', listen)
    return () => window.removeEventListener('message', listen)
  }, [files])
  return (
    <div className="stack">
      {report?.state === 'broken' && <Notice tone="bad">The app stopped: {report.message}</Notice>}
      {report?.state === 'nothing_to_show' && (
        <Notice>This project has no page or component that a browser could show.</Notice>
      )}
      <iframe
        ref={frame}
        className="preview"
        title="Preview of the generated app"
        sandbox="allow-scripts allow-forms"
        src="/preview.html"
      />
    </div>
  )
}
