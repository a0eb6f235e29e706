import { type ReactNode, useEffect } from 'react'

export interface PageProps {
  title: string
  /** One line on what the page is for. */
  about?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A page's frame: its one `h1`, which is also the window's title. */
export function Page({ title, about, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Merit`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {about !== undefined && <p>{about}</p>}
        </div>
        {actions !== undefined && <div className="row">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
