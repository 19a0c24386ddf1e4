// The service itself, asked from here before Entra is: what it says about a token is clearer than what Entra passes on.
import { CommandError } from '../command.ts';
import type { Effects } from '../effects.ts';

type Answer = { readonly status: number; readonly detail: string };

/**
 * Whether the service accepts the token; 'unknown' where it cannot be reached from here, as behind a restriction to Entra's
 * addresses.
 */
export async function accepts(
  scimUrl: string,
  token: string,
  { fetch }: Pick<Effects, 'fetch'>,
): Promise<'yes' | 'unknown' | Answer> {
  let response: Response;
  try {
    response = await fetch(`${scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
  } catch {
    return 'unknown';
  }
  if (response.ok) return 'yes';
  const body: unknown = await response.json().catch(() => undefined);
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  // The platform's own refusals have no SCIM body.
  return typeof detail === 'string' ? { status: response.status, detail } : 'unknown';
}

/** Throws CommandError where the service refuses the token, and says so where it cannot be asked. */
export async function tryToken(
  scimUrl: string,
  token: string,
  effects: Pick<Effects, 'fetch' | 'tell'>,
): Promise<void> {
  const answer = await accepts(scimUrl, token, effects);
  if (answer === 'yes') return;
  if (answer === 'unknown') {
    effects.tell(`      ${scimUrl} cannot be asked from here; Entra will tell.`);
    return;
  }
  throw new CommandError(
    `The service does not accept the token of the key vault (${answer.status}): ${answer.detail}`,
  );
}
