// What Microsoft Graph refuses, in sentences that say what to do. Pure.
import { CommandError } from '../command.ts';
import { permissionFor } from './permissions.ts';

/** What the client library throws, as far as it matters here. */
export interface GraphFailure {
  /** -1 or undefined where there was no answer. */
  readonly statusCode?: number;
  readonly code?: string | null;
  readonly message: string;
  readonly requestId?: string | null;
}

export interface Refused {
  readonly method: string;
  readonly path: string;
  /** The permissions that were asked for when signing in. */
  readonly scopes: readonly string[];
}

type Sentence = (failure: GraphFailure, request: Refused) => string;

/** By status, and where that says too little by the code in the body. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  CredentialValidationUnavailable: ({ message }) =>
    `Entra could not reach the service with the credentials that it has been given. It says: ${message}`,
  401: () =>
    'Graph does not accept the sign-in. It may have run out: run the command again and sign in anew.',
  403: (_failure, { method, path, scopes }) => {
    const permission = permissionFor(path);
    if (permission === undefined) return 'You are not permitted to do this.';
    const { read, write, why, role } = permission;
    const scope = method === 'GET' && !scopes.includes(write) ? read : write;
    return [
      `You are not permitted to ${why}.`,
      `Two things are needed: the permission ${scope} for the client that you sign in with (an administrator may have to consent to it),`,
      `and for yourself the role ${role} in Entra.`,
    ].join(' ');
  },
  404: () => 'Entra does not know (yet) what this is about. Wait some minutes and run the command again.',
  429: () => 'Graph asks to be left alone for a while. Wait some minutes and run the command again.',
};

export function explain(failure: GraphFailure, request: Refused): CommandError {
  const { statusCode = -1, code, message, requestId } = failure;
  const sentence = SENTENCES[code ?? ''] ?? SENTENCES[statusCode];
  const what = `${request.method} ${request.path}`;
  const from =
    statusCode < 0
      ? `Graph could not be reached (${what}): ${message}`
      : `(Graph: ${statusCode}${code ? ` ${code}` : ''}, ${what}${requestId ? `, request ${requestId}` : ''})`;
  const known =
    sentence?.(failure, request) ?? (statusCode < 0 ? undefined : message || 'The request was refused.');
  return new CommandError(known === undefined ? from : `${known} ${from}`, 1, failure);
}
