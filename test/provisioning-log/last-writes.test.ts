// Entries are made and gathered after the answers, so some wait when an instance ends: they are written first.
import { expect, test } from 'vitest';
import { logOf } from '../support/log.ts';
import { create, userBody } from '../support/scim.ts';
import { startService } from '../support/service.ts';

test('an instance that ends right after an answer leaves its entry', async () => {
  const service = await startService();
  await create(service, '/Users', userBody('ada@atlas.example'));
  await service.stop();
  expect((await logOf(service).counts('default', 2)).applied).toBe(1);
});
