// Everything that one run of the bench has found.

import type { LargeFigures } from './large-directory.ts';
import type { Latencies } from './latency.ts';
import type { LoadTime } from './load-time.ts';
import type { PeerName } from './peers/peer.ts';
import type { SmallFigures } from './small-directory.ts';
import type { StorageCosts } from './storage-costs.ts';
import type { TokenFlood } from './token-flood.ts';

export interface Results {
  /** Of which the figures are medians. */
  readonly rounds: { readonly small: number; readonly latencies: number };
  readonly small: SmallFigures;
  readonly costs: Readonly<Partial<Record<PeerName, StorageCosts>>>;
  readonly latencies: Latencies;
  readonly large: LargeFigures;
  readonly load: LoadTime;
  readonly flood: TokenFlood;
}
