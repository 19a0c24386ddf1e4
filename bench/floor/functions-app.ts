// The floor that the goals mean: a Functions app with the Azure SDK. Whatever the service needs beyond this is SCIM.
import { app } from '@azure/functions';
import { createFloor } from './requests.ts';
import { openSdkTables } from './sdk-table.ts';

const floor = createFloor(
  openSdkTables(process.env.ROLLCALL_TABLES ?? ''),
  process.env.ROLLCALL_TABLE_NAME ?? '',
);

app.http('floor', {
  route: 'scim/v2/{*rest}',
  methods: ['GET', 'POST', 'PATCH'],
  authLevel: 'anonymous',
  handler: async (request) => {
    const { status, body } = await (await floor)(request.method, request.url, await request.text());
    if (body === undefined) return { status };
    return { status, body, headers: { 'content-type': 'application/scim+json' } };
  },
});
