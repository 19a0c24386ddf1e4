// What an import has to do, decided by comparing the file with what is there. An import fills a directory and never changes
// one: whatever is there already must be in the file and say the same, which is so in an empty directory and in one that an
// interrupted import has begun to fill. Pure.
import { isDeepStrictEqual } from 'node:util';
import { identityOf, type SnapshotKind, type SnapshotRecord } from '../../src/directory/snapshot.ts';

export interface ImportPlan {
  readonly unwritten: readonly SnapshotRecord[];
  /** Why the import is refused: one line each. */
  readonly conflicts: readonly string[];
}

/** Of these the file's word is taken: a directory has settings before it has anything else. */
const FILE_WINS: ReadonlySet<SnapshotKind> = new Set(['settings', 'workspace']);

export function planImport(
  present: readonly SnapshotRecord[],
  wanted: readonly SnapshotRecord[],
): ImportPlan {
  const there = new Map(present.map((record) => [identityOf(record), record]));
  const inFile = new Set(wanted.map(identityOf));
  const conflicts = [...there]
    .filter(([identity, { kind }]) => !inFile.has(identity) && !FILE_WINS.has(kind))
    .map(([identity]) => `is there, but not in the file: ${identity}`);
  const unwritten: SnapshotRecord[] = [];
  for (const record of wanted) {
    const identity = identityOf(record);
    const other = there.get(identity);
    if (other !== undefined && isDeepStrictEqual(other, record)) continue;
    if (other === undefined || FILE_WINS.has(record.kind)) unwritten.push(record);
    else conflicts.push(`is there, but differs from the file: ${identity}`);
  }
  return { unwritten, conflicts };
}
