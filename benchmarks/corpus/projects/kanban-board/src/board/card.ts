export type ColumnId = 'todo' | 'doing' | 'done'
export type Priority = 'low' | 'normal' | 'high'

export interface Card {
  id: string
  title: string
  description: string
  priority: Priority
  columnId: ColumnId
}

export interface Column {
  id: ColumnId
  title: string
  limit?: number
}

export const COLUMNS: Column[] = [
  { id: 'todo', title: 'To do' },
  { id: 'doing', title: 'In progress', limit: 3 },
  { id: 'done', title: 'Done' },
]

export const PRIORITIES: Priority[] = ['low', 'normal', 'high']
