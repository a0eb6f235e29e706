import { createContext, useCallback, useContext, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { closeSession, createAccount, openSession, restoreSession } from '@/lib/accounts'
import type { User } from '@/model'

interface AuthContextValue {
  user: User | null
  signIn: (email: string, password: string) => Promise<void>
  signUp: (name: string, email: string, password: string) => Promise<void>
  signOut: () => void
}

const AuthContext = createContext<AuthContextValue | null>(null)

export function AuthProvider({ children }: { children: ReactNode }) {
  const [user, setUser] = useState<User | null>(() => restoreSession())

  const signIn = useCallback(async (email: string, password: string) => {
    setUser(await openSession(email, password))
  }, [])

  const signUp = useCallback(async (name: string, email: string, password: string) => {
    setUser(await createAccount(name, email, password))
  }, [])

  const signOut = useCallback(() => {
    closeSession()
    setUser(null)
  }, [])

  const value = useMemo(() => ({ user, signIn, signUp, signOut }), [user, signIn, signUp, signOut])

  return <AuthContext.Provider value={value}>{children}</AuthContext.Provider>
}

export function useAuth(): AuthContextValue {
  const value = useContext(AuthContext)
  if (!value) throw new Error('useAuth must be used inside AuthProvider')
  return value
}
