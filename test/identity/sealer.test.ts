// The deployment's secret in the vault: every instance opens what another sealed, through a rotation too.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIdentity, type Identity } from '../../src/identity/identity.ts';
import { keyIdOf, sealKey } from '../../src/identity/seal.ts';
import { type Bench, refusalOf, startIdentity } from '../support/identity.ts';
import { unusedCredential } from '../support/vault.ts';

const FIRST = 'the first secret of this deployment, long enough';
const SECOND = 'the second secret of this deployment, long enough';

let bench: Bench;
let otherInstance: Identity;
beforeEach(async () => {
  bench = await startIdentity();
  otherInstance = createIdentity(
    { source: { vaultUrl: bench.vault.url, credential: unusedCredential }, entra: undefined, oauth: 'off' },
    { now: bench.now, log: () => undefined },
  );
});
afterEach(() => bench.vault.stop());

const seal = (identity: Identity) => identity.sealer.seal('cursor', { after: 'u~1' }, ['default', 'query']);
const open = (identity: Identity, text: string) => identity.sealer.open('cursor', text, ['default', 'query']);

describe('the seal in the vault', () => {
  test('is the same for every instance', async () => {
    bench.vault.set('rollcall-seal', FIRST);
    const text = await seal(bench.identity);
    expect(await open(otherInstance, text)).toEqual({ after: 'u~1' });
    expect(await otherInstance.sealer.open('cursor', text, ['emea', 'query'])).toBeUndefined();
  });

  test('is not read from the vault again for each text', async () => {
    bench.vault.set('rollcall-seal', FIRST);
    const text = await seal(bench.identity);
    const before = bench.vault.requests.length;
    for (let each = 0; each < 100; each++) {
      await open(bench.identity, text);
      await open(bench.identity, text.replace(/^.{8}/, 'AAAAAAAA'));
      await open(bench.identity, 'nonsense');
    }
    expect(bench.vault.requests.length).toBe(before);
  });

  test('after a rotation opens what was sealed before, until the old version is disabled', async () => {
    const old = bench.vault.set('rollcall-seal', FIRST);
    const text = await seal(bench.identity);
    bench.pass(600);
    bench.vault.set('rollcall-seal', SECOND);
    bench.pass(600);
    expect(keyIdOf(await seal(bench.identity))).toBe(sealKey(SECOND).id);
    expect(await open(bench.identity, text)).toEqual({ after: 'u~1' });
    bench.vault.update('rollcall-seal', old, { attributes: { enabled: false } });
    bench.pass(61);
    expect(await open(bench.identity, text)).toBeUndefined();
  });

  test('seals with a new version only when every instance must know it', async () => {
    bench.vault.set('rollcall-seal', FIRST);
    await seal(otherInstance);
    bench.pass(31);
    bench.vault.set('rollcall-seal', SECOND);
    bench.pass(61);
    expect(keyIdOf(await seal(bench.identity))).toBe(sealKey(FIRST).id);
    bench.pass(60);
    expect(keyIdOf(await seal(bench.identity))).toBe(sealKey(SECOND).id);
  });

  test('a text sealed with a version that this instance has not seen yet is opened after one look', async () => {
    bench.vault.set('rollcall-seal', FIRST);
    await seal(bench.identity);
    bench.pass(31);
    bench.vault.set('rollcall-seal', SECOND, { attributes: { created: bench.now() / 1000 - 300 } as object });
    const text = await seal(otherInstance);
    expect(keyIdOf(text)).toBe(sealKey(SECOND).id);
    expect(await open(bench.identity, text)).toEqual({ after: 'u~1' });
  });

  test('an expiry date on it does not stop the service', async () => {
    bench.vault.set('rollcall-seal', FIRST, { attributes: { exp: bench.now() / 1000 - 1 } });
    expect(await open(bench.identity, await seal(bench.identity))).toEqual({ after: 'u~1' });
  });

  test.each([
    ['is missing', () => undefined],
    ['is too short to be one', () => bench.vault.set('rollcall-seal', 'short')],
    ['is disabled', () => bench.vault.set('rollcall-seal', FIRST, { attributes: { enabled: false } })],
    ['cannot be reached', () => bench.vault.refuseWith(503)],
  ])('that %s makes sealing and opening unavailable, never a refusal of the text', async (_name, spoil) => {
    const text = await startIdentity().then(async (good) => {
      good.vault.set('rollcall-seal', FIRST);
      const sealed = await seal(good.identity);
      await good.vault.stop();
      return sealed;
    });
    spoil();
    expect((await refusalOf(seal(bench.identity))).kind).toBe('unavailable');
    expect((await refusalOf(open(bench.identity, text))).kind).toBe('unavailable');
    expect(bench.log.map(({ level }) => level)).toContain('error');
  });
});

test('the seal of a laptop comes from its settings, and without one lives as long as the process', async () => {
  const laptop = (secret: string | undefined) =>
    createIdentity(
      { source: { token: 'the-token', seal: secret }, entra: undefined, oauth: 'off' },
      { now: bench.now, log: () => undefined },
    );
  expect(await open(laptop(FIRST), await seal(laptop(FIRST)))).toEqual({ after: 'u~1' });
  const once = laptop(undefined);
  expect(await open(once, await seal(once))).toEqual({ after: 'u~1' });
  expect(await open(laptop(undefined), await seal(once))).toBeUndefined();
});
