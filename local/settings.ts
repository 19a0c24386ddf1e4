// The settings that only a local run has; what the service itself reads is in src/config.ts.

export interface LocalSettings {
  /** 0 takes a free one. */
  readonly port: number;
  /** `memory` leaves no trace: neither data nor token are there at the next run. */
  readonly keep: 'disk' | 'memory';
  /** Whose table service is used. */
  readonly tables: 'azurite' | 'given';
}

/** Throws an Error whose message names the setting. */
export function readLocalSettings(environment: Readonly<Record<string, string | undefined>>): LocalSettings {
  const port = Number(environment.PORT?.trim() || 7071);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535; it is ${JSON.stringify(environment.PORT)}.`);
  }
  const keep = environment.ROLLCALL_DATA?.trim() || 'disk';
  if (keep !== 'disk' && keep !== 'memory') {
    throw new Error(
      `ROLLCALL_DATA must be disk or memory; it is ${JSON.stringify(environment.ROLLCALL_DATA)}.`,
    );
  }
  const isGiven = environment.ROLLCALL_TABLES?.trim() || environment.ROLLCALL_TABLES_URL?.trim();
  return { port, keep, tables: isGiven ? 'given' : 'azurite' };
}
