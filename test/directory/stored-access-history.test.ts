import { test } from 'vitest';
import { checkStoredHistories } from './stored-history.ts';

test(
  'a stored directory answers as a naive reading of its history does',
  () => checkStoredHistories(15),
  180_000,
);
