import type { User } from '@/model'

interface Account extends User {
  salt: string
  passwordHash: string
}

const ACCOUNTS_KEY = 'tasks.accounts'
const SESSION_KEY = 'tasks.session'

function readAccounts(): Account[] {
  const stored = localStorage.getItem(ACCOUNTS_KEY)
  return stored ? (JSON.parse(stored) as Account[]) : []
}

async function hashPassword(password: string, salt: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${salt}:${password}`)
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function toUser({ id, name, email }: Account): User {
  return { id, name, email }
}

export async function createAccount(name: string, email: string, password: string): Promise<User> {
  const accounts = readAccounts()
  const address = email.trim().toLowerCase()
  if (accounts.some((account) => account.email === address)) {
    throw new Error('There is already an account with this email address.')
  }
  const salt = crypto.randomUUID()
  const account: Account = {
    id: crypto.randomUUID(),
    name: name.trim(),
    email: address,
    salt,
    passwordHash: await hashPassword(password, salt),
  }
  localStorage.setItem(ACCOUNTS_KEY, JSON.stringify([...accounts, account]))
  localStorage.setItem(SESSION_KEY, account.id)
  return toUser(account)
}

export async function openSession(email: string, password: string): Promise<User> {
  const address = email.trim().toLowerCase()
  const account = readAccounts().find((candidate) => candidate.email === address)
  if (!account || (await hashPassword(password, account.salt)) !== account.passwordHash) {
    throw new Error('Email address or password is wrong.')
  }
  localStorage.setItem(SESSION_KEY, account.id)
  return toUser(account)
}

export function restoreSession(): User | null {
  const id = localStorage.getItem(SESSION_KEY)
  const account = readAccounts().find((candidate) => candidate.id === id)
  return account ? toUser(account) : null
}

export function closeSession(): void {
  localStorage.removeItem(SESSION_KEY)
}
