// A step of a set-up: it looks at what is there, decides what is missing (a pure function of what was seen and what is
// wanted), and does that. Steps are independent of what earlier runs did, so that any failure is followed by running all of
// them again.
import type { Effects } from '../effects.ts';
import type { Graph } from './graph.ts';
import type { Setup } from './setup-wanted.ts';

/** What later steps need of earlier ones; undefined while it does not exist (in a dry run). */
export interface Known {
  application?: { readonly id: string; readonly appId: string };
  servicePrincipal?: { readonly id: string };
  job?: { readonly id: string };
  console?: { readonly appId: string; readonly servicePrincipalId: string };
  /** Entra has tested the connection in this run. */
  isTested?: boolean;
  /** What came of provisioning one user in this run. */
  provisioned?: string;
}

export interface Context {
  readonly graph: Graph;
  readonly wanted: Setup;
  readonly known: Known;
  readonly effects: Effects;
}

/** Something to be done; `says` is read after "would". */
export interface Deed {
  readonly says: string;
}

export interface Step<Seen, D extends Deed> {
  readonly title: string;
  readonly look: (context: Context) => Promise<Seen>;
  /** Pure. Throws CommandError for what no deed of ours can mend. */
  readonly decide: (seen: Seen, wanted: Setup) => readonly D[];
  readonly apply: (deeds: readonly D[], seen: Seen, context: Context) => Promise<void>;
  /** What was found, in a few words. */
  readonly found: (seen: Seen) => string;
}

/** A step as the runner sees it. */
export interface AnyStep {
  readonly title: string;
  readonly examine: (context: Context) => Promise<Examined>;
}

export interface Examined {
  readonly found: string;
  readonly deeds: readonly Deed[];
  /** Does some of the deeds. */
  readonly apply: (deeds: readonly Deed[]) => Promise<void>;
}

export function defineStep<Seen, D extends Deed>({
  title,
  look,
  decide,
  apply,
  found,
}: Step<Seen, D>): AnyStep {
  return {
    title,
    async examine(context) {
      const seen = await look(context);
      const deeds = decide(seen, context.wanted);
      return {
        found: found(seen),
        deeds,
        apply: (some) =>
          apply(
            deeds.filter((deed) => some.includes(deed)),
            seen,
            context,
          ),
      };
    },
  };
}
