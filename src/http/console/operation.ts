// Operations of the console's API are made as those of the access API are, on a service that also has a log and credentials.
import { operationsOn } from '../access/operation.ts';
import type { ConsoleService } from './service.ts';

export const consoleOperation = operationsOn<ConsoleService>();

/** As it stands in the answers: RFC 3339 or null. @param time milliseconds since 1970 */
export function timeOf(time: number | undefined): string | null {
  return time === undefined || time === 0 ? null : new Date(time).toISOString();
}
