// What the double needs besides the tenant: keys that sign Entra's own tokens, and a place for work that goes on after the
// answer.
import type { EntraDouble } from '../entra.ts';

export interface Surroundings {
  readonly entra: EntraDouble;
  readonly inBackground: (work: () => Promise<void>) => void;
}
