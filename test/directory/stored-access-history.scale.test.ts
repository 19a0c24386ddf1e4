import { test } from 'vitest';
import { checkStoredHistories } from './stored-history.ts';

test(
  'some hundred stored directories answer as a naive reading of their histories does',
  () => checkStoredHistories(60),
  600_000,
);
