// Table Storage through @azure/data-tables, used as its documentation shows it.
import { isRestError } from '@azure/core-rest-pipeline';
import { odata, TableClient, type TransactionAction } from '@azure/data-tables';
import { type FloorAction, type FloorRow, type OpenFloorTable, PARTITION } from './storage.ts';

interface Entity extends Record<string, unknown> {
  readonly rowKey?: string;
  readonly etag?: string;
}

export function openSdkTables(connectionString: string): OpenFloorTable {
  return (tableName) => {
    const client = TableClient.fromConnectionString(connectionString, tableName, {
      allowInsecureConnection: true,
    });
    return {
      create: () => client.createTable(),
      async get(key) {
        try {
          return rowOf(await client.getEntity<Entity>(PARTITION, key));
        } catch (error) {
          if (isRestError(error) && error.statusCode === 404) return undefined;
          throw error;
        }
      },
      async range(from, before, rows) {
        const filter = odata`PartitionKey eq ${PARTITION} and RowKey ge ${from} and RowKey lt ${before}`;
        const pages = client.listEntities<Entity>({ queryOptions: { filter } }).byPage({ maxPageSize: rows });
        const { value } = await pages.next();
        return ((value ?? []) as Entity[]).map(rowOf);
      },
      async write(actions) {
        const { subResponses } = await client.submitTransaction(actions.map(encode));
        return subResponses.map(({ etag }) => etag?.trim() ?? '');
      },
    };
  };
}

function rowOf({ rowKey, etag, ...columns }: Entity): FloorRow {
  return { key: rowKey ?? '', etag: etag ?? '', columns };
}

function encode({ do: verb, key, columns, etag }: FloorAction): TransactionAction {
  const entity = { partitionKey: PARTITION, rowKey: key, ...columns };
  switch (verb) {
    case 'insert':
      return ['create', entity];
    case 'merge':
      return ['update', entity, 'Merge', { etag: etag ?? '*' }];
    case 'replace':
      return ['update', entity, 'Replace', { etag: etag ?? '*' }];
    case 'upsert':
      return ['upsert', entity, 'Replace'];
  }
}
