import { test } from 'vitest';
import { checkStoredHistories } from './stored-history.ts';

test(
  'a thousand stored directories answer as a naive reading of their histories does',
  () => checkStoredHistories(250),
  1_800_000,
);
