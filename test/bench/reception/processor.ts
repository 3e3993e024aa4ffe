/** What a server of several processes costs, those included that have ended meanwhile. */
import { readdirSync, readFileSync } from 'node:fs';

interface Row {
  readonly parent: number;
  /** Ticks: its own, and those of children that it has waited for. */
  readonly ticks: number;
}

const TICKS_A_SECOND = 100;

export function treeSeconds(root: number): number {
  const rows = readRows();
  const isIn = (pid: number): boolean => pid === root || (rows.has(pid) && isIn(rows.get(pid)!.parent));
  let ticks = 0;
  for (const [pid, row] of rows) if (isIn(pid)) ticks += row.ticks;
  return ticks / TICKS_A_SECOND;
}

function readRows(): ReadonlyMap<number, Row> {
  const rows = new Map<number, Row>();
  for (const name of readdirSync('/proc')) {
    const row = /^\d+$/.test(name) ? readRow(name) : undefined;
    if (row !== undefined) rows.set(Number(name), row);
  }
  return rows;
}

/** proc(5): behind the name in brackets, field 4 is the parent, 14 to 17 are times. */
function readRow(pid: string): Row | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1]!, ticks: fields[11]! + fields[12]! + fields[13]! + fields[14]! };
  } catch {
    return undefined; // it has ended
  }
}
