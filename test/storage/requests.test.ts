// What each operation costs is the same in a small directory and in a large one; requests.scale.test.ts has a larger one.
import { describe } from 'vitest';
import { countRequests } from './counted-requests.ts';

describe.each([
  { users: 10, members: 10 },
  { users: 2_000, members: 1_000 },
])('with $users users and a group of $members members', countRequests);
