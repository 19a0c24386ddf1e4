// Who is looking. In Azure Entra says so and each request carries an access token; on a laptop the one-time link that
// `npm start` prints becomes a cookie which no script can read, and each change carries a value that only this page knows.
import { useEffect, useMemo, useState } from 'react';
import type { Session } from '../api/api-context.ts';
import { type Answer, type Api, createApi, exchange } from '../api/request.ts';
import type { Me, Problem, SignIn } from '../api/types.ts';

export type SignInState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'signedIn'; readonly session: Session }
  /** `problem`: why the link that was opened did not do. */
  | { readonly kind: 'linkNeeded'; readonly problem: Problem | undefined }
  /** `again`: where signing in once more may help. */
  | { readonly kind: 'refused'; readonly problem: Problem; readonly again?: () => void };

interface Way {
  readonly api: Api;
  readonly signOut: () => void;
}

export function useSignIn(): SignInState {
  const [state, setState] = useState<SignInState>({ kind: 'waiting' });
  const start = useMemo(() => once(() => signIn(setState)), []);
  useEffect(start, [start]);
  return state;
}

async function signIn(show: (state: SignInState) => void): Promise<void> {
  const ticket = takeTicket();
  const how = await exchange<SignIn>('sign-in', {});
  if (how.kind === 'problem') return show({ kind: 'refused', problem: how.problem });
  if (how.data.method === 'entra') {
    const { enter } = await import('./entra.ts');
    const entra = await enter(how.data);
    if (entra.kind === 'problem') return show({ kind: 'refused', problem: entra.problem });
    const { credentials, signIn: again, signOut } = entra.data;
    const api = createApi(credentials, (problem) => show({ kind: 'refused', problem, again }));
    return await open({ api, signOut }, show);
  }
  const opened = ticket === undefined ? undefined : await redeem(ticket);
  const problem = opened?.kind === 'problem' ? opened.problem : undefined;
  await open(
    byCookie(() => show({ kind: 'linkNeeded', problem })),
    show,
  );
}

/** Takes the ticket out of the address, so that it is neither bookmarked nor sent on. */
function takeTicket(): string | undefined {
  const ticket = /^#ticket=(.+)$/.exec(window.location.hash)?.[1];
  if (ticket !== undefined) window.history.replaceState(null, '', '#/');
  return ticket;
}

function redeem(ticket: string): Promise<Answer<Me>> {
  return exchange<Me>('session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket }),
  });
}

function byCookie(onSignedOut: () => void): Way {
  let csrf: string | null = null;
  const cookies = createApi(async () => (csrf === null ? {} : { 'x-rollcall-csrf': csrf }), onSignedOut);
  const api: Api = {
    ...cookies,
    async read(question, signal) {
      const answer = await cookies.read(question, signal);
      if (question.path === 'me' && answer.kind === 'data') ({ csrf } = answer.data as unknown as Me);
      return answer;
    },
  };
  return {
    api,
    signOut: () => void api.write({ method: 'DELETE', path: 'session' }).then(onSignedOut),
  };
}

async function open({ api, signOut }: Way, show: (state: SignInState) => void): Promise<void> {
  const me = await api.read<Me>({ path: 'me' });
  if (me.kind === 'data') return show({ kind: 'signedIn', session: { api, me: me.data, signOut } });
  // The way has said already what a 401 means.
  if (me.problem.status !== 401) show({ kind: 'refused', problem: me.problem });
}

function once(act: () => Promise<void>): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    void act();
  };
}
