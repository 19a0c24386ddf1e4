// Proves over all rows of a directory that nothing is lost and nothing dangles, and says what would mend it. To be run while
// nobody writes: pages are read one after another, and what is written between two of them would look like a fault.
import type { OrganizationRoleOrder } from '../directory/organization-role.ts';
import type { Writer } from './commit.ts';
import { type LaneHead, laneHeadOf } from './lanes.ts';
import { type Row, readPage } from './reads.ts';
import { REEVALUATION_KEY } from './settings.ts';
import type { Columns } from './transaction.ts';
import { lookAt, pointsOnly } from './verify-rules.ts';

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
const MEND_LOG = 'Readers of the change log must start over from a snapshot.';

/**
 * Reads every row of the directory once.
 * @param roleOrder what a directory begins with that has no settings yet
 */
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

interface Demanded {
  readonly by: string;
  readonly key: string;
  readonly columns: Columns;
}

/** Entries of one lane, as they came: in the order of their numbers. */
interface Entries {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly stamp: number;
}

function createSeen(initialRoleOrder: OrganizationRoleOrder) {
  /** The columns of rows that others may demand something of. */
  const rows = new Map<string, Columns>();
  const pointers = new Set<string>();
  const demanded: Demanded[] = [];
  const forbidden: { key: string; by: string }[] = [];
  const problems: Finding[] = [];
  const sweeping = new Set<string>();
  const lanes: LaneHead[] = [];
  const entries = new Map<string, Entries>();
  const totals = { users: 0, groups: 0 };
  let roleOrder: OrganizationRoleOrder | undefined = initialRoleOrder;

  /** In the order of the keys: settings come before the users that are looked at by them. */
  function add(row: Row): void {
    const { key } = row;
    const { demands = [], forbids, problem } = lookAt(row, roleOrder);
    rows.set(key, demandable(row));
    for (const { key: wanted, columns = {} } of demands) demanded.push({ by: key, key: wanted, columns });
    if (pointsOnly(row)) pointers.add(key);
    if (forbids !== undefined) forbidden.push({ key: forbids, by: key });
    if (problem !== undefined)
      problems.push({ at: key, fault: problem, mend: 'Restore the row, or delete it.' });
    const [letters, first = '', second] = key.split('~');
    if (letters === 'u' && second === undefined) totals.users += 1;
    if (letters === 'g' && second === undefined) totals.groups += 1;
    if (letters === 'x') sweeping.add(second ?? '');
    if (letters === 'l') lanes.push(laneHeadOf(row));
    if (letters === 'c') addEntry(key, first, Number(second), Number(row.columns.stamp));
    if (letters === 's' && problem === undefined) roleOrder = roleOrderIn(row);
    if (key === REEVALUATION_KEY) roleOrder = undefined;
  }

  function addEntry(key: string, lane: string, number: number, stamp: number): void {
    const before = entries.get(lane) ?? { first: number, last: number, count: 0, stamp: 0 };
    if (!(stamp > before.stamp)) {
      problems.push({ at: key, fault: 'is not stamped later than the entry before it', mend: MEND_LOG });
    }
    entries.set(lane, { first: before.first, last: number, count: before.count + 1, stamp });
  }

  function verify(): Verification {
    const isSwept = (key: string) => key.split('~').some((part) => sweeping.has(part));
    const isDemanded = new Set(demanded.map(({ key }) => key));
    const open = demanded.filter(({ key, by }) => !isSwept(key) && !isSwept(by));
    const missing = new Map(open.filter(({ key }) => !rows.has(key)).map(({ key, by }) => [key, by]));
    const stray = [...pointers]
      .filter((key) => !isDemanded.has(key))
      .map((key) => ({
        at: key,
        fault: 'points to a resource that does not have this value',
        mend: 'Delete it.',
      }));
    const swept = forbidden
      .filter(({ key }) => rows.has(key))
      .map(({ key, by }) => ({
        at: by,
        fault: `marks as deleted what is there: ${key}`,
        mend: 'Delete the mark.',
      }));
    const findings = [
      ...problems,
      ...[...missing].map(missingFinding),
      ...open.flatMap(wrongFindings),
      ...stray,
      ...swept,
      ...logFindings(),
      ...totalFindings(),
    ];
    return { findings, rows: rows.size, ...totals, sweeps: sweeping.size };
  }

  function wrongFindings({ key, by, columns }: Demanded): Finding[] {
    const row = rows.get(key);
    if (row === undefined) return [];
    return Object.entries(columns)
      .filter(([name, value]) => row[name] !== value)
      .map(([name, value]) => ({
        at: key,
        fault: `has ${JSON.stringify(row[name])} in ${name}, but ${by} says ${JSON.stringify(value)}`,
        mend: 'Set it to that, or, where two resources claim the row, change or delete the other one.',
      }));
  }

  function logFindings(): Finding[] {
    const headless = [...entries.keys()]
      .filter((lane) => !lanes.some(({ id }) => id === lane))
      .map((lane) => ({ at: `lane ${lane}`, fault: 'has entries, but no head', mend: MEND_LOG }));
    return [...headless, ...lanes.flatMap(laneFinding)];
  }

  function laneFinding({ id, first, last }: LaneHead): Finding[] {
    const found = entries.get(id) ?? { first, last: first - 1, count: 0 };
    const isWhole = found.first === first && found.last === last && found.count === last - first + 1;
    if (isWhole) return [];
    const fault = `holds ${found.count} entries from ${found.first} to ${found.last}, but its head says ${first} to ${last}`;
    return [{ at: `lane ${id}`, fault, mend: MEND_LOG }];
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

function missingFinding([key, by]: readonly [string, string]): Finding {
  const mend = `Insert it where ${by} is right, or delete ${by}.`;
  return { at: key, fault: `is missing, but ${by} is there`, mend };
}

/** Few and short, since those of all rows are kept. */
function demandable({ columns: { id, role } }: Row): Columns {
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof role === 'string' ? { role } : {}),
  };
}

function roleOrderIn({ columns }: Row): OrganizationRoleOrder {
  return JSON.parse(String(columns.organizationRoles)) as string[];
}
