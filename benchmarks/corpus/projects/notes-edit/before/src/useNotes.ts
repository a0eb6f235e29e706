import { useEffect, useState } from 'react'
import type { Note } from './note'

const STORAGE_KEY = 'notes'

function loadNotes(): Note[] {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored ? (JSON.parse(stored) as Note[]) : []
}

export function useNotes() {
  const [notes, setNotes] = useState<Note[]>(loadNotes)

  useEffect(() => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(notes))
  }, [notes])

  const saveNote = (note: Omit<Note, 'updatedAt'>) => {
    const saved: Note = { ...note, updatedAt: new Date().toISOString() }
    setNotes((current) => [saved, ...current.filter((existing) => existing.id !== note.id)])
  }

  const removeNote = (id: string) => {
    setNotes((current) => current.filter((note) => note.id !== id))
  }

  return { notes, saveNote, removeNote }
}
