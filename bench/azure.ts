// What counts would mean on Azure. A request goes to storage of the same region; a transaction is billed by its rows.

/** US dollars for ten thousand operations on a table: list price, locally redundant, November 2026; check yours. */
const PRICE_PER_10_000 = 0.00036;
/** What a request to Table Storage of the same region usually takes; documentation promises no figure. */
export const REGION_LATENCY_MS = 5;

/** US dollars for a million operations that are billed as so many each. */
export function dollarsPerMillion(billed: number): number {
  return (billed * 1_000_000 * PRICE_PER_10_000) / 10_000;
}

export function waitMs(depth: number): number {
  return depth * REGION_LATENCY_MS;
}
