// How a person enters the console on their own machine, where there is no Entra: `npm start` prints a link with a ticket, the
// ticket opens one session, and the session is a sealed cookie. A ticket is good once, for an hour, and only in the process
// that was running when it was made: a link in a terminal's history opens nothing.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { SHORTEST_SECRET, sealKey, sealWith } from './seal.ts';
import type { Sealer } from './sealer.ts';

const TICKET_MS = 3_600_000;
const SESSION_MS = 12 * 3_600_000;

const TICKET = z.object({ at: z.number(), name: z.string() });
const SESSION = z.object({ csrf: z.string(), expires: z.number() });

export interface ConsoleSession {
  /** Sent back with every change: a page of another site cannot know it. */
  readonly csrf: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface ConsoleSessions {
  /** Undefined for a ticket that is none, or is used or too old. */
  redeem(ticket: string): Promise<ConsoleSession | undefined>;
  seal(session: ConsoleSession): Promise<string>;
  /** Undefined for what was not sealed here, and for a session that is over. */
  open(sealed: string): Promise<ConsoleSession | undefined>;
}

/** A ticket for the service whose seal this is. @param now milliseconds since 1970 */
export function mintTicket(seal: string, now: number): string {
  if (seal.length < SHORTEST_SECRET) throw new RangeError('The seal is too short.');
  return sealWith(sealKey(seal), 'ticket', { at: now, name: randomBytes(16).toString('base64url') }, []);
}

/** @param startedAt when this process began; both in milliseconds since 1970 */
export function createConsoleSessions(sealer: Sealer, now: () => number, startedAt: number): ConsoleSessions {
  /** Tickets that were used, with the time until which they would be good. */
  const used = new Map<string, number>();

  return {
    async redeem(ticket) {
      const content = TICKET.safeParse(await sealer.open('ticket', ticket, []));
      if (!content.success) return undefined;
      const { at, name } = content.data;
      for (const [other, until] of used) if (until < now()) used.delete(other);
      if (at < startedAt || now() - at > TICKET_MS || used.has(name)) return undefined;
      used.set(name, at + TICKET_MS);
      return { csrf: randomBytes(32).toString('base64url'), expires: now() + SESSION_MS };
    },

    seal: ({ csrf, expires }) => sealer.seal('session', { csrf, expires }, []),

    async open(sealed) {
      const content = SESSION.safeParse(await sealer.open('session', sealed, []));
      return content.success && content.data.expires > now() ? content.data : undefined;
    },
  };
}

/** Compares what a request sends back with the session's, in a time that does not depend on where they differ. */
export function isSameCsrf(session: ConsoleSession, sent: string | null): boolean {
  const [known, given] = [Buffer.from(session.csrf), Buffer.from(sent ?? '')];
  return known.length === given.length && timingSafeEqual(known, given);
}
