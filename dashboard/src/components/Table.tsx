import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'

export interface Column<Row> {
  /** The heading, and the column's key. */
  title: string
  isNumber?: boolean
  cell: (row: Row) => ReactNode
  /** What the column sorts by when its heading is pressed; absent: it does not. */
  sortBy?: (row: Row) => number | string | null | undefined
}

export interface Sorting {
  title: string
  isDescending: boolean
}

export interface TableProps<Row> {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  sorting?: Sorting
  onSort?: (sorting: Sorting) => void
  /** More about a row, shown below it when asked for. */
  detail?: RowDetail<Row>
}

export interface RowDetail<Row> {
  /** What the row's button opens: “Answer of gpt-6-sol”. */
  label: (row: Row) => string
  content: (row: Row) => ReactNode
}

/** A table that can be sorted by its headings; wide ones scroll in their own frame. */
export function Table<Row>({ caption, columns, rows, rowKey, sorting, onSort, detail }: TableProps<Row>) {
  const by = columns.find(({ title }) => title === sorting?.title)?.sortBy
  const sign = sorting?.isDescending ? -1 : 1
  const sorted = by === undefined ? rows : [...rows].sort((a, b) => sign * compare(by(a), by(b)))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {detail && (
              <th scope="col">
                <span className="visually-hidden">More</span>
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.title} {...{ column, sorting, onSort }} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <BodyRow key={rowKey(row)} {...{ row, columns, detail }} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function BodyRow<Row>({ row, columns, detail }: { row: Row } & Pick<TableProps<Row>, 'columns' | 'detail'>) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const cells = columns.map(({ title, isNumber, cell }) => (
    <td key={title} className={isNumber ? 'number' : undefined}>
      {cell(row)}
    </td>
  ))
  if (detail === undefined) return <tr>{cells}</tr>
  return (
    <>
      <tr>
        <td>
          <button
            type="button"
            className="row-toggle"
            aria-label={detail.label(row)}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight size={16} aria-hidden="true" />
          </button>
        </td>
        {cells}
      </tr>
      {isOpen && (
        <tr id={id}>
          <td colSpan={columns.length + 1}>{detail.content(row)}</td>
        </tr>
      )}
    </>
  )
}

function Heading<Row>({
  column,
  sorting,
  onSort,
}: { column: Column<Row> } & Pick<TableProps<Row>, 'sorting' | 'onSort'>) {
  const { title, isNumber, sortBy } = column
  const isSorted = sorting?.title === title
  const direction = sorting?.isDescending ? 'descending' : 'ascending'
  return (
    <th scope="col" className={isNumber ? 'number' : undefined} aria-sort={isSorted ? direction : undefined}>
      {sortBy === undefined || onSort === undefined ? (
        title
      ) : (
        <button
          type="button"
          className="sort-button"
          onClick={() =>
            onSort({ title, isDescending: isSorted ? !sorting.isDescending : isNumber === true })
          }
        >
          {title} {isSorted && <span aria-hidden="true">{sorting.isDescending ? '↓' : '↑'}</span>}
        </button>
      )}
    </th>
  )
}

function compare(a: number | string | null | undefined, b: number | string | null | undefined): number {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  return a < b ? -1 : 1
}
