// Proves over all rows of a directory that nothing is lost and nothing dangles, and says what would mend it. To be run while
// nobody writes: pages are read one after another, and what is written between two of them would look like a fault.
import type { OrganizationRoleOrder } from '../directory/organization-role.ts';
import type { Writer } from './commit.ts';
import { type LaneHead, laneHeadOf } from './lanes.ts';
import { type Row, readPage } from './reads.ts';
import { demandsOf, isIndexRow } from './verify-rules.ts';

export interface Finding {
  /** The row key, or the lane. */
  readonly at: string;
  readonly fault: string;
  readonly mend: string;
}

export interface Verification {
  readonly findings: readonly Finding[];
  readonly rows: number;
  readonly users: number;
  readonly groups: number;
  /** Deletions that are still being swept; the service finishes them by itself. Their rows are no faults. */
  readonly sweeps: number;
}

const EVERYTHING = { from: '', before: '\u00a1' };

/** Reads every row of the directory once. */
export async function verifyDirectory(
  { table, partition }: Pick<Writer, 'table' | 'partition'>,
  roleOrder: OrganizationRoleOrder,
): Promise<Verification> {
  const seen = createSeen(roleOrder);
  let after: string | undefined;
  do {
    const page = await readPage(table, partition, EVERYTHING, { after });
    page.rows.forEach(seen.add);
    after = page.next;
  } while (after !== undefined);
  return seen.verify();
}

function createSeen(roleOrder: OrganizationRoleOrder) {
  const keys = new Set<string>();
  const indexRows = new Set<string>();
  /** Demanded keys, each with the row that demands it. */
  const demanded = new Map<string, string>();
  const sweeping = new Set<string>();
  const lanes: LaneHead[] = [];
  const entries = new Map<string, number>();
  const totals = { users: 0, groups: 0 };

  function add(row: Row): void {
    keys.add(row.key);
    if (isIndexRow(row)) indexRows.add(row.key);
    for (const key of demandsOf(row, roleOrder)) demanded.set(key, row.key);
    const [letters, first = '', second] = row.key.split('~');
    if (letters === 'u' && second === undefined) totals.users += 1;
    if (letters === 'g' && second === undefined) totals.groups += 1;
    if (letters === 'x') sweeping.add(second ?? '');
    if (letters === 'l') lanes.push(laneHeadOf(row));
    if (letters === 'c') entries.set(first, (entries.get(first) ?? 0) + 1);
  }

  function verify(): Verification {
    const isSwept = (key: string) => key.split('~').some((part) => sweeping.has(part));
    const missing = [...demanded]
      .filter(([key, by]) => !keys.has(key) && !isSwept(key) && !isSwept(by))
      .map(([key, by]) => ({
        at: key,
        fault: `is missing, but ${by} is there`,
        mend: `Insert it where ${by} is right, or delete ${by}.`,
      }));
    const stray = [...indexRows]
      .filter((key) => !demanded.has(key))
      .map((key) => ({
        at: key,
        fault: 'is an index row of a value that its resource does not have',
        mend: 'Delete it.',
      }));
    const findings = [...missing, ...stray, ...lanes.flatMap(logFinding), ...totalFindings()];
    return { findings, rows: keys.size, ...totals, sweeps: sweeping.size };
  }

  function logFinding({ id, first, last }: LaneHead): Finding[] {
    const kept = entries.get(id) ?? 0;
    if (kept === last - first + 1) return [];
    const fault = `holds ${kept} entries of the change log, but its head says ${first} to ${last}`;
    return [{ at: `lane ${id}`, fault, mend: 'Readers of the change log must start over from a snapshot.' }];
  }

  function totalFindings(): Finding[] {
    return (['users', 'groups'] as const).flatMap((kind) => {
      const summed = lanes.reduce((total, lane) => total + lane[kind], 0);
      if (summed === totals[kind]) return [];
      const fault = `sum up to ${summed} ${kind}, but there are ${totals[kind]}`;
      return [
        { at: 'lanes', fault, mend: `Add ${totals[kind] - summed} to the column ${kind} of one lane row.` },
      ];
    });
  }

  return { add, verify };
}
