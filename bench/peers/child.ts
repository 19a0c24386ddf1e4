// What every peer's process tells the bench: where it listens, and, when asked, what it has used so far. Measured inside the
// process, because time on the outside holds the bench's own work and Azurite's as well.

export interface Usage {
  /** User and system time since the process began. */
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** After a collection, where the process was started with --expose-gc. */
  readonly heapMiB: number;
  readonly residentMiB: number;
  /** Open handles and running timers by their kind. */
  readonly resources: Readonly<Record<string, number>>;
}

const KIB_PER_MIB = 1024;
const BYTES_PER_MIB = 1024 * 1024;

/** Says that the peer listens at `url`; from then on it answers questions, and ends with the one that started it. */
export function announce(url: string): void {
  process.on('message', () => process.send?.(usage()));
  process.once('disconnect', () => process.exit());
  process.send?.(url);
}

function usage(): Usage {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return {
    cpuMs: (user + system) / 1000,
    peakMiB: process.resourceUsage().maxRSS / KIB_PER_MIB,
    heapMiB: heapUsed / BYTES_PER_MIB,
    residentMiB: rss / BYTES_PER_MIB,
    resources,
  };
}
