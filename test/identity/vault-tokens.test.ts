// Bearer tokens as they lie in Key Vault: what is accepted, how a rotation goes, and when the vault is asked.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeToken } from '../../src/identity/token.ts';
import { type Bench, refusalOf, startIdentity } from '../support/identity.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startIdentity();
});
afterEach(() => bench.vault.stop());

const present = (token: string) => bench.identity.authenticate(`Bearer ${token}`);
const refused = (token: string) => refusalOf(present(token));
const rounds = () => bench.vault.requests.filter((request) => request === 'GET /secrets').length;

/** Lets a round in the background come to its end. */
async function settled(): Promise<void> {
  let seen = -1;
  while (seen !== bench.vault.requests.length) {
    seen = bench.vault.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a token in the vault', () => {
  test('is its bearer: secret, version, directory and scopes', async () => {
    const token = makeToken();
    const version = bench.vault.set('scim-token', token);
    expect(await present(token)).toEqual({
      credential: `scim-token/${version}`,
      directory: 'default',
      scopes: new Set(['scim']),
    });
  });

  test('may be any text that a header carries, and blanks around it in the vault do not count', async () => {
    bench.vault.set('scim-token', '  my-own:token?\n');
    expect((await present('my-own:token?')).directory).toBe('default');
  });

  test('has the directory and the scopes of its tags', async () => {
    bench.vault.set('scim-token-console', 'console-token', {
      tags: { directory: 'emea', scope: 'read manage' },
    });
    expect(await present('console-token')).toMatchObject({
      directory: 'emea',
      scopes: new Set(['read', 'manage']),
    });
  });

  test('with tags that cannot be understood is refused with the reason, which is logged too', async () => {
    bench.vault.set('scim-token', 'mistagged-token-value', { tags: { scope: 'everything' } });
    const error = await refused('mistagged-token-value');
    expect(error.kind).toBe('unauthorized');
    expect(error.message).toContain('"scope" is "everything"; use scim, read or manage');
    for (let minute = 0; minute < 3; minute++) {
      bench.pass(61);
      await refused('mistagged-token-value');
    }
    expect(bench.log.filter(({ message }) => message.includes('need attention'))).toHaveLength(1);
  });

  test('is not one when the secret has another name', async () => {
    bench.vault.set('database-password', 'some-other-secret');
    expect((await refused('some-other-secret')).kind).toBe('unauthorized');
    expect(bench.vault.requests).not.toContain('GET /secrets/database-password/versions');
  });

  test('that two secrets hold belongs to the first, and an administrator is told', async () => {
    bench.vault.set('scim-token-b', 'twice-the-same', { tags: { directory: 'b' } });
    bench.vault.set('scim-token-a', 'twice-the-same', { tags: { directory: 'a' } });
    expect((await present('twice-the-same')).directory).toBe('a');
    expect(JSON.stringify(bench.log)).toContain('scim-token-a, scim-token-b hold the same token');
  });

  test('that is set again after its version ended is accepted again', async () => {
    const first = bench.vault.set('scim-token', 'the-token-value');
    bench.pass(60);
    bench.vault.update('scim-token', first, { attributes: { exp: bench.now() / 1000 - 1 } });
    const second = bench.vault.set('scim-token', 'the-token-value');
    bench.pass(60);
    bench.vault.set('scim-token', 'the-token-value', { attributes: { exp: bench.now() / 1000 - 1 } });
    expect((await present('the-token-value')).credential).toBe(`scim-token/${second}`);
  });

  test('works in a vault with more secrets than a page holds', async () => {
    for (let index = 0; index < 60; index++) bench.vault.set(`scim-token-${index}`, `token-number-${index}`);
    expect((await present('token-number-59')).credential).toMatch(/^scim-token-59\//);
    expect((await present('token-number-0')).credential).toMatch(/^scim-token-0\//);
  });
});

describe('a token that is refused', () => {
  test('is told that it is not among the accepted ones', async () => {
    bench.vault.set('scim-token', makeToken());
    const error = await refused(makeToken());
    expect(error.kind).toBe('unauthorized');
    expect(error.message).toMatch(/not one of the accepted ones/);
  });

  test('is told since when it has expired', async () => {
    bench.vault.set('scim-token', 'expired-token-value', { attributes: { exp: bench.now() / 1000 - 60 } });
    expect((await refused('expired-token-value')).message).toBe(
      'The bearer token expired at 2030-06-01T11:59:00.000Z.',
    );
  });

  test('is told from when on it is valid', async () => {
    bench.vault.set('scim-token', 'future-token-value', { attributes: { nbf: bench.now() / 1000 + 3600 } });
    expect((await refused('future-token-value')).message).toContain(
      'not valid before 2030-06-01T13:00:00.000Z',
    );
    bench.pass(3600);
    expect((await present('future-token-value')).directory).toBe('default');
  });

  test('leaves no more than four characters of itself in log and answer', async () => {
    bench.vault.set('scim-token', makeToken());
    const wrong = makeToken();
    const error = await refused(wrong);
    const text = JSON.stringify([bench.log, error.message, error.stack, String(error.cause)]);
    expect(text).toContain(wrong.slice(0, 13));
    expect(text).not.toContain(wrong.slice(0, 14));
  });
});

describe('a rotation', () => {
  test('overlaps: old and new are accepted, until the old version is disabled', async () => {
    const old = bench.vault.set('scim-token', 'old-token');
    await present('old-token');
    bench.pass(31);
    bench.vault.set('scim-token', 'new-token');
    await present('new-token');
    await present('old-token');
    bench.vault.update('scim-token', old, { attributes: { enabled: false } });
    bench.pass(61);
    expect((await refused('old-token')).message).toContain('has been disabled');
    await present('new-token');
  });

  test('a fourth version supersedes the first', async () => {
    for (const value of ['first-token', 'second-token', 'third-token', 'fourth-token']) {
      bench.vault.set('scim-token', value);
      bench.pass(60);
    }
    for (const value of ['second-token', 'third-token', 'fourth-token']) await present(value);
    expect((await refused('first-token')).message).toContain('superseded');
  });

  test('without repeating the tags stays in its directory', async () => {
    bench.vault.set('scim-token-emea', 'old-token', { tags: { directory: 'emea' } });
    bench.pass(60);
    bench.vault.set('scim-token-emea', 'new-token');
    expect((await present('new-token')).directory).toBe('emea');
  });

  test('reads only the values it does not know yet', async () => {
    bench.vault.set('scim-token', 'old-token');
    await present('old-token');
    bench.pass(31);
    const version = bench.vault.set('scim-token', 'new-token');
    const before = bench.vault.requests.length;
    await present('new-token');
    expect(bench.vault.requests.slice(before)).toEqual([
      'GET /secrets',
      'GET /secrets/scim-token/versions',
      `GET /secrets/scim-token/${version}`,
    ]);
  });

  test('is in the log, once, with label and days left, and without the token', async () => {
    const exp = bench.now() / 1000 + 40 * 86_400;
    const version = bench.vault.set('scim-token', 'the-token-value', {
      tags: { label: 'Entra' },
      attributes: { exp },
    });
    for (let minute = 0; minute < 5; minute++) {
      await present('the-token-value');
      bench.pass(61);
    }
    expect(bench.log).toEqual([
      {
        level: 'info',
        message: 'The accepted tokens',
        details: {
          accepted: [
            {
              credential: `scim-token/${version}`,
              directory: 'default',
              label: 'Entra',
              scopes: ['scim'],
              daysLeft: 40,
            },
          ],
        },
      },
    ]);
  });
});

describe('disabling, deleting and expiring are honoured within 60 seconds', () => {
  const ends: [string, (version: string) => void, string][] = [
    [
      'disabled',
      (version) => bench.vault.update('scim-token', version, { attributes: { enabled: false } }),
      'has been disabled',
    ],
    ['deleted', () => bench.vault.remove('scim-token'), 'not one of the accepted'],
    [
      'made to expire',
      (version) => bench.vault.update('scim-token', version, { attributes: { exp: bench.now() / 1000 } }),
      'expired at',
    ],
  ];
  for (const [name, end, detail] of ends) {
    test(`${name}, while requests come every few seconds`, async () => {
      const version = bench.vault.set('scim-token', 'the-token-value');
      await present('the-token-value');
      end(version);
      for (let passed = 0; passed < 60; passed += 5) {
        bench.pass(5);
        await bench.identity.authenticate('Bearer the-token-value').catch(() => undefined);
        await settled();
      }
      expect((await refused('the-token-value')).message).toContain(detail);
    });

    test(`${name}, with no request in between`, async () => {
      const version = bench.vault.set('scim-token', 'the-token-value');
      await present('the-token-value');
      end(version);
      bench.pass(61);
      expect((await refused('the-token-value')).message).toContain(detail);
    });
  }

  test('the expiry of a version ends it to the second, without asking the vault', async () => {
    bench.vault.set('scim-token', 'the-token-value', { attributes: { exp: bench.now() / 1000 + 20 } });
    await present('the-token-value');
    bench.pass(19);
    await present('the-token-value');
    const before = bench.vault.requests.length;
    bench.pass(1);
    expect((await refused('the-token-value')).message).toContain('expired');
    expect(bench.vault.requests.length).toBe(before);
  });
});

describe('the vault is asked', () => {
  test('never on the way of a request while warm', async () => {
    bench.vault.set('scim-token', 'the-token-value');
    await present('the-token-value');
    const before = bench.vault.requests.length;
    for (let second = 0; second < 29; second++) {
      bench.pass(1);
      for (let each = 0; each < 20; each++) await present('the-token-value');
    }
    await settled();
    expect(bench.vault.requests.length).toBe(before);
  });

  test('in the background when what is held is half a minute old: no request waits for it', async () => {
    bench.vault.set('scim-token', 'the-token-value');
    await present('the-token-value');
    bench.vault.delay(20_000);
    bench.pass(40);
    const began = Date.now();
    for (let each = 0; each < 50; each++) await present('the-token-value');
    expect(Date.now() - began).toBeLessThan(5000);
    await settled();
    expect(rounds()).toBe(2);
  });

  test('once in 30 seconds by a flood of wrong tokens, while good ones go on without it', async () => {
    bench.vault.set('scim-token', 'the-token-value');
    await present('the-token-value');
    bench.pass(10);
    const before = bench.vault.requests.length;
    for (let each = 0; each < 1000; each++) await refused(makeToken());
    expect(bench.vault.requests.length).toBe(before);
    for (let half = 0; half < 4; half++) {
      bench.pass(30);
      await Promise.all(Array.from({ length: 250 }, () => refused(makeToken())));
      for (let each = 0; each < 250; each++) await refused(makeToken());
      await present('the-token-value');
    }
    expect(rounds()).toBe(1 + 4);
  });

  test('once for a hundred requests that come at the same time to a cold instance', async () => {
    bench.vault.set('scim-token', 'the-token-value');
    await Promise.all(Array.from({ length: 100 }, () => present('the-token-value')));
    expect(bench.vault.requests.filter((request) => request !== 'challenge')).toHaveLength(3);
  });

  test('never by a request without a usable Authorization header', async () => {
    for (const header of [null, '', 'Bearer', 'Basic eDp5', 'Bearer a b']) {
      expect((await refusalOf(bench.identity.authenticate(header))).kind).toBe('unauthorized');
    }
    expect(bench.vault.requests).toEqual([]);
  });
});

describe('a vault that does not answer', () => {
  test('and has not answered yet: unavailable with Retry-After, never unauthorized', async () => {
    bench.vault.set('scim-token', 'the-token-value');
    await bench.vault.goAway();
    for (const token of ['the-token-value', 'a-wrong-token']) {
      const error = await refused(token);
      expect(error.kind).toBe('unavailable');
      expect(error.retryAfter).toBeGreaterThanOrEqual(1);
      expect(error.retryAfter).toBeLessThanOrEqual(30);
    }
    await bench.vault.comeBack();
    bench.pass(31);
    await present('the-token-value');
  });

  test.each([401, 403, 429, 500, 503])('but %i: unavailable', async (status) => {
    bench.vault.set('scim-token', 'the-token-value');
    bench.vault.refuseWith(status);
    expect((await refused('the-token-value')).kind).toBe('unavailable');
    expect(JSON.stringify(bench.log)).toContain('No answer from the key vault');
  });

  test('leaves the last good tokens in force for 24 hours, not longer', async () => {
    bench.vault.set('scim-token', 'the-token-value');
    await present('the-token-value');
    await bench.vault.goAway();
    for (const hours of [0.1, 1, 12, 10.8]) {
      bench.pass(hours * 3600);
      await present('the-token-value');
    }
    bench.pass(0.2 * 3600);
    expect((await refused('the-token-value')).kind).toBe('unavailable');
  });

  test('never lets a version outlive its own expiry', async () => {
    bench.vault.set('scim-token', 'the-token-value', { attributes: { exp: bench.now() / 1000 + 3600 } });
    await present('the-token-value');
    await bench.vault.goAway();
    bench.pass(3599);
    await present('the-token-value');
    bench.pass(1);
    expect((await refused('the-token-value')).message).toContain('expired');
  });

  test('an unknown token may be a new one: unavailable once what is held is older than a minute', async () => {
    bench.vault.set('scim-token', 'the-token-value');
    await present('the-token-value');
    await bench.vault.goAway();
    bench.pass(10);
    expect((await refused('another-token-value')).kind).toBe('unauthorized');
    bench.pass(60);
    expect((await refused('another-token-value')).kind).toBe('unavailable');
  });

  test('is heard again within 30 seconds of its return', async () => {
    const version = bench.vault.set('scim-token', 'the-token-value');
    await present('the-token-value');
    await bench.vault.goAway();
    for (let passed = 0; passed < 300; passed += 15) {
      bench.pass(15);
      await present('the-token-value');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await settled();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await bench.vault.comeBack();
    bench.vault.update('scim-token', version, { attributes: { enabled: false } });
    bench.pass(30);
    await present('the-token-value').catch(() => undefined);
    await settled();
    expect((await refused('the-token-value')).message).toContain('disabled');
  });

  test('can be told from one that does, for a health check', async () => {
    await bench.identity.checkVault();
    await bench.vault.goAway();
    bench.pass(61);
    expect((await refusalOf(bench.identity.checkVault())).kind).toBe('unavailable');
  });
});
