// Table Storage as one would begin with it: an entity of JSON for each user and group, members in an array in it. The text is cut
// into columns of 32 Ki characters.
import { isRestError } from '@azure/core-rest-pipeline';
import { odata, TableClient } from '@azure/data-tables';
import type { ResourceStore, StoredResource } from './scimmy-store.ts';

const COLUMN = 32 * 1024;

interface Entity extends Record<string, unknown> {
  readonly partitionKey: string;
  readonly rowKey: string;
}

export function openTable(connectionString: string, tableName: string): TableClient {
  return TableClient.fromConnectionString(connectionString, tableName, { allowInsecureConnection: true });
}

/** The resources of one partition: `Users` or `Groups`. */
export function createTableStore(client: TableClient, partition: string): ResourceStore {
  return {
    async get(id) {
      try {
        return resourceOf(await client.getEntity<Entity>(partition, id));
      } catch (error) {
        if (isRestError(error) && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    async all() {
      const found: StoredResource[] = [];
      const queryOptions = { filter: odata`PartitionKey eq ${partition}` };
      for await (const entity of client.listEntities<Entity>({ queryOptions }))
        found.push(resourceOf(entity));
      return found;
    },
    async put(id, resource) {
      await client.upsertEntity(entityOf(partition, id, resource), 'Replace');
    },
  };
}

export function entityOf(partition: string, id: string, resource: StoredResource): Entity {
  const json = JSON.stringify(resource);
  const columns: Record<string, string> = {};
  for (let start = 0; start < json.length; start += COLUMN) {
    columns[`json${start / COLUMN}`] = json.slice(start, start + COLUMN);
  }
  return { partitionKey: partition, rowKey: id, ...columns };
}

function resourceOf(entity: Entity): StoredResource {
  let json = '';
  for (let part = 0; typeof entity[`json${part}`] === 'string'; part += 1) json += entity[`json${part}`];
  return JSON.parse(json) as StoredResource;
}
