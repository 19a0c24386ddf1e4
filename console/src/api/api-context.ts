// Who is looking and how they ask, for everything below the sign-in.
import { createContext, useContext } from 'react';
import type { Api } from './request.ts';
import type { Me } from './types.ts';

export interface Session {
  readonly api: Api;
  readonly me: Me;
  readonly signOut: () => void;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('Nobody is signed in.');
  return session;
}

/** Whether who is looking may change anything; the service asks the same again. */
export function useMayChange(): boolean {
  return useSession().me.scopes.includes('manage');
}
