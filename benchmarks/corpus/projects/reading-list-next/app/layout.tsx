import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Navigation } from '@/components/Navigation'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Reading list', template: '%s · Reading list' },
  description: 'The books you want to read, are reading and have read',
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Navigation />
        <main>{children}</main>
      </body>
    </html>
  )
}
