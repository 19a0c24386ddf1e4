import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answers,
  decide,
  type Need,
  type RefreshState,
  retryAfter,
  VAULT_TIMING,
} from '../../src/identity/freshness.ts';

const SECOND = 1000;
const NOW = 1_000_000 * SECOND;
const HOUR = 3600 * SECOND;

/** A state by ages in seconds. */
function state(given: {
  loaded?: number;
  started?: number;
  failed?: number;
  running?: boolean;
}): RefreshState {
  const ago = (seconds: number | undefined) => (seconds === undefined ? undefined : NOW - seconds * SECOND);
  return {
    loadedAt: ago(given.loaded),
    startedAt: ago(given.started ?? given.loaded),
    failedAt: ago(given.failed),
    running: given.running ?? false,
  };
}

const decisions: [string, RefreshState, Need, { start: boolean; wait: boolean }][] = [
  ['nothing is held: begins and waits', state({}), 'use', { start: true, wait: true }],
  [
    'nothing is held, a round runs: waits for it',
    state({ started: 1, running: true }),
    'use',
    { start: false, wait: true },
  ],
  [
    'nothing is held, a round failed just now: neither',
    state({ started: 5, failed: 4 }),
    'use',
    { start: false, wait: false },
  ],
  [
    'nothing is held, a round failed a while ago: again',
    state({ started: 30, failed: 20 }),
    'use',
    { start: true, wait: true },
  ],
  ['young: nothing to do', state({ loaded: 29 }), 'use', { start: false, wait: false }],
  ['half a minute old: in the background', state({ loaded: 31 }), 'use', { start: true, wait: false }],
  ['older than a minute: waits', state({ loaded: 61 }), 'use', { start: true, wait: true }],
  [
    'older than a minute, a round runs: waits for it',
    state({ loaded: 61, started: 1, running: true }),
    'use',
    { start: false, wait: true },
  ],
  [
    'older, the vault is away: nobody waits',
    state({ loaded: 600, started: 40, failed: 20 }),
    'use',
    { start: true, wait: false },
  ],
  [
    'older, it was away long ago: waits again',
    state({ loaded: 6000, started: 4000, failed: 3990 }),
    'use',
    { start: true, wait: true },
  ],
  [
    'a day old: not used, waits even while away',
    state({ loaded: 86_401, started: 40, failed: 20 }),
    'use',
    { start: true, wait: true },
  ],
  [
    'a miss in what is young: no round within 30 s',
    state({ loaded: 29 }),
    'miss',
    { start: false, wait: false },
  ],
  [
    'a miss half a minute later: one round, waits',
    state({ loaded: 30 }),
    'miss',
    { start: true, wait: true },
  ],
  [
    'a miss during a round: joins it',
    state({ loaded: 31, started: 1, running: true }),
    'miss',
    { start: false, wait: true },
  ],
  [
    'a miss while the vault is away: begins, waits not',
    state({ loaded: 600, started: 40, failed: 20 }),
    'miss',
    { start: true, wait: false },
  ],
  ['the clock was set back: begins and waits', state({ loaded: -60 }), 'use', { start: true, wait: true }],
];

describe('whether to read the vault again', () => {
  for (const [name, given, need, decision] of decisions) {
    test(name, () => expect(decide(given, need, NOW, VAULT_TIMING)).toEqual(decision));
  }

  test('never twice within 30 seconds, whatever comes at whatever time and however rounds end', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 45 * SECOND }),
      need: fc.constantFrom<Need>('use', 'miss'),
      roundEnds: fc.constantFrom('well', 'badly', 'not yet'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = NOW;
        let last: number | undefined;
        let held = state({});
        for (const { after, need, roundEnds } of steps) {
          now += after;
          const { start } = decide(held, need, now, VAULT_TIMING);
          if (start) {
            if (last !== undefined) expect(now - last).toBeGreaterThanOrEqual(30 * SECOND);
            last = now;
            held = { ...held, startedAt: now, running: true };
          }
          if (!held.running || roundEnds === 'not yet') continue;
          held =
            roundEnds === 'well'
              ? { ...held, running: false, loadedAt: last }
              : { ...held, running: false, failedAt: now };
        }
      }),
    );
  });
});

describe('what is held answers', () => {
  test('ordinary looks for 24 hours', () => {
    const held = state({ loaded: 0 });
    expect(answers(held, 'use', NOW + 24 * HOUR, VAULT_TIMING)).toBe(true);
    expect(answers(held, 'use', NOW + 24 * HOUR + 1, VAULT_TIMING)).toBe(false);
  });

  test('that something does not exist for a minute only', () => {
    const held = state({ loaded: 0 });
    expect(answers(held, 'miss', NOW + 60 * SECOND, VAULT_TIMING)).toBe(true);
    expect(answers(held, 'miss', NOW + 60 * SECOND + 1, VAULT_TIMING)).toBe(false);
  });
});

test('Retry-After is what is left until the next round may begin, at least a second', () => {
  expect(retryAfter(state({ started: 10 }), NOW, VAULT_TIMING)).toBe(20);
  expect(retryAfter(state({ started: 29.9 }), NOW, VAULT_TIMING)).toBe(1);
  expect(retryAfter(state({ started: 500 }), NOW, VAULT_TIMING)).toBe(1);
  expect(retryAfter(state({}), NOW, VAULT_TIMING)).toBe(1);
});
