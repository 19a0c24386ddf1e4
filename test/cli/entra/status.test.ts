// What `status` says of a job, from the states that Graph documents.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../../../cli/entra/graph-types.ts';
import { jobLines } from '../../../cli/entra/status.ts';
import { TENANT } from '../../support/entra.ts';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';

const job = (status: Partial<NonNullable<Job['status']>>, state = 'Active'): Job => ({
  id: 'scim.1',
  templateId: 'scim',
  schedule: { state },
  status: { ...status } as Job['status'],
});

test.each<[string, Job, RegExp]>([
  ['made and never started', job({ code: 'NotRun' }, 'Disabled'), /has never been started/],
  ['in its first run', job({ code: 'NotRun' }), /has not finished its first run yet/],
  ['running', job({ code: 'Active' }), /runs, every 40 minutes/],
  ['paused', job({ code: 'Paused' }, 'Disabled'), /is paused/],
  [
    'in quarantine for its credentials',
    job({
      code: 'Quarantine',
      quarantine: { reason: 'EncounteredQuarantineException', error: { message: '401 no' } },
    }),
    /is in quarantine.*refused the credentials or could not be reached.*Entra says: 401 no/s,
  ],
  [
    'in quarantine for too many errors',
    job({ code: 'Quarantine', quarantine: { reason: 'EncounteredEscrowProportionThreshold' } }),
    /too many users or groups were refused/,
  ],
  ['of a state that nobody knows', job({ code: 'Dreaming' }), /Job: +Dreaming/],
  [
    'after a run with errors',
    job({
      code: 'Active',
      lastExecution: {
        timeEnded: '2026-11-01T00:00:00Z',
        state: 'EntryLevelErrors',
        countExported: 3,
        countEscrowed: 2,
      },
    }),
    /Last run: +2026-11-01T00:00:00Z, EntryLevelErrors, 3 sent, 2 refused/,
  ],
])('a job %s', (_name, seen, words) => {
  expect(jobLines(seen).join('\n')).toMatch(words);
});

let company: Company;
beforeAll(async () => {
  company = await startCompany({ graph: { late: 0 } });
});
afterAll(() => company.stop());
const status = (...more: string[]) => company.rollcall(['entra', 'status', '--tenant', TENANT, ...more]);

test('before the set-up it says to run it', async () => {
  const { exitCode, printed } = await status();
  expect([exitCode, ...printed]).toEqual([
    1,
    'There is no application "Rollcall": run rollcall entra setup.',
  ]);
});

test('a token that the service stops accepting puts the job into quarantine, and status says what to do', async () => {
  expect((await company.rollcall(setupWords(company))).exitCode).toBe(0);
  await company.graph.settled();
  const [principal] = company.graph.tenant.servicePrincipals.all();
  principal?.secrets.set('SecretToken', 'a-token-that-nobody-knows');
  await company.graph.cycle();

  const { exitCode, printed } = await status();
  expect(exitCode).toBe(1);
  expect(printed.join('\n')).toMatch(
    /is in quarantine.*look at \/health, then run rollcall entra setup.*Entra says: 401/s,
  );
});

test.each<[string, number, RegExp]>([
  ['of this year', 300, /^Token: +of .*, expires 20..-..-..$/],
  ['that expires soon', 10, /expires .*: run rollcall entra rotate-token$/],
  ['that has expired', -10, /expired .*: run rollcall entra rotate-token$/],
])('a token %s', async (name, days, words) => {
  const exp = Math.floor(Date.now() / 1000) + days * 86_400;
  const secret = `scim-token-${name.replaceAll(' ', '-')}`;
  company.vault.set(secret, 'a-token', { attributes: { exp } });
  expect((await status('--vault', company.vault.url, '--secret', secret)).printed.at(-1)).toMatch(words);
});
