// What each operation costs in a small directory (requests.test.ts) it costs in the directory of a large company.
import { describe } from 'vitest';
import { countRequests } from './counted-requests.ts';

describe.each([{ users: 12_000, members: 10_000 }])(
  'with $users users and a group of $members members',
  countRequests,
);
