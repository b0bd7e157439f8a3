import "./table.css";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

export interface Column<Row> {
  id: string;
  label: string;
  cell: (row: Row) => ReactNode;
  align?: "end";
  nowrap?: boolean;
  /** Dropped on narrow screens; what matters must be in the first column then. */
  wideOnly?: boolean;
}

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Makes rows open something: the first cell becomes a link, arrows move between rows. */
  href?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  selectedKey?: string | null;
  /** On narrow screens a row is a block of its own with a label to each figure, and no column is left out. */
  stacks?: boolean;
}

// Laid out as blocks, a browser no longer takes the elements for a table; said outright, it stays one.
const ROLES = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

/** Move the focus to the row link before or after the focused one. */
function moveByArrow(event: KeyboardEvent<HTMLElement>, body: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
  if (!step || !body) return;
  const links = [...body.querySelectorAll<HTMLElement>("[data-row-link]")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** Whether a box is too small for its content: only then the keyboard must be able to scroll it. */
function useScrolls() {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () =>
      setScrolls(
        element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1,
      );
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, scrolls };
}

/** A real table whose rows can be opened by click, Enter and arrow keys. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  href,
  onOpen,
  selectedKey,
  stacks,
}: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { box, scrolls } = useScrolls();
  return (
    <div className="pn-table-box" ref={box} tabIndex={scrolls ? 0 : undefined}>
      <table
        {...ROLES.table}
        className="pn-table"
        data-stacks={stacks}
        aria-label={label}
        onKeyDown={(event) => moveByArrow(event, body.current)}
      >
        <thead {...ROLES.group}>
          <tr {...ROLES.row}>
            {columns.map((column) => (
              <th
                key={column.id}
                {...ROLES.head}
                scope="col"
                data-align={column.align}
                data-wide={column.wideOnly}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLES.group} ref={body}>
          {rows.map((row) => (
            <TableRow
              key={rowKey(row)}
              {...{ row, columns, href, onOpen }}
              selected={selectedKey === rowKey(row)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TableRowProps<Row> extends Pick<DataTableProps<Row>, "columns" | "href" | "onOpen"> {
  row: Row;
  selected: boolean;
}

function TableRow<Row>({ row, columns, href, onOpen, selected }: TableRowProps<Row>) {
  const link = href?.(row);
  return (
    <tr {...ROLES.row} data-opens={link ? true : undefined} data-selected={selected || undefined}>
      {columns.map((column, position) => (
        <td
          key={column.id}
          {...ROLES.cell}
          data-label={column.label}
          data-align={column.align}
          data-wide={column.wideOnly}
          data-nowrap={column.nowrap}
        >
          {link && position === 0 ? (
            <a
              href={link}
              data-row-link
              className="pn-table__link"
              aria-current={selected || undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || !onOpen) return;
                event.preventDefault();
                onOpen(row);
              }}
            >
              {column.cell(row)}
            </a>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}
