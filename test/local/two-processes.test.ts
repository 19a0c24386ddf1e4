// Two processes on one table serve one directory, and the end of one is nothing to the other.
import { expect, onTestFinished, test } from 'vitest';
import { startServiceProcess } from '../support/service.ts';

test('what one writes the other reads, also after the first was killed', async () => {
  const first = await startServiceProcess();
  onTestFinished(first.kill);
  const second = await startServiceProcess({ tableName: first.tableName });
  onTestFinished(second.stop);
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'bjensen' };
  const created = await first.request('POST', '/Users', user);
  expect(created.status).toBe(201);
  await first.kill();
  expect((await second.request('GET', `/Users/${created.body.id}`)).body).toMatchObject({
    userName: 'bjensen',
  });
});
