// A transaction is sent again when nobody knows what became of it. Once the client has its answer, an earlier copy that was
// only late must do nothing any more, whatever has changed meanwhile.
import { describe, expect, test } from 'vitest';
import { anyVersion } from '../../src/directory/context.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { createUser, deleteUser } from '../../src/directory/users.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { testDirectory } from '../support/directory.ts';
import { createFaults, type Fault } from '../support/faults.ts';

const ADA = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada' };
const LATE: Fault = 'late, after everything';

/** Faults of the requests after the late one: the record is read, the copy refused, the lane written to shut the first out. */
const CLEARING: readonly Readonly<Record<number, Fault>>[] = [
  {},
  { 4: 'answer lost' },
  { 4: '503' },
  { 4: LATE },
  { 4: LATE, 5: 'answer lost' },
  { 4: 'answer lost', 5: 'no answer in time, nothing sent' },
  { 4: LATE, 5: LATE, 6: LATE },
];

describe('a copy that comes late', () => {
  test.each(CLEARING)(
    'creates nobody after its client was told that the name is taken: %j',
    async (faults) => {
      const faulty = createFaults();
      const other = await testDirectory();
      const { context, writer } = other.sibling({ policies: [faulty.policy] });
      await createUser(context, { ...ADA, userName: 'first' });
      const ada = await createUser(other.context, ADA);
      faulty.arm({ 1: LATE, ...faults });
      await expect(createUser(context, ADA)).rejects.toMatchObject({ kind: 'uniqueness' });
      faulty.disarm();
      await deleteUser(other.context, ada.id, anyVersion);
      await faulty.deliver();
      expect(await other.store.findUsers('userName', 'equals', 'ada', 1)).toEqual([]);
      expect((await verifyDirectory(writer, DEFAULT_ORGANIZATION_ROLES)).findings).toEqual([]);
      expect(await other.store.totals()).toEqual({ users: 1, groups: 0 });
    },
  );
});
