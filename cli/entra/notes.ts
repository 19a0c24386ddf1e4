// What the application is connected to, written into its notes in Entra: Graph never shows the credentials of a job again,
// and without them nobody could tell which service an application provisions. Other lines of the notes are kept. Pure.
import type { Authentication } from './authentication.ts';

const LINE = /^Rollcall: (\S+) \((\S+)\)$/m;

export interface Recorded {
  readonly scimUrl: string;
  readonly authentication: string;
}

export function recordedIn(notes: string | null | undefined): Recorded | undefined {
  const [, scimUrl, authentication] = LINE.exec(notes ?? '') ?? [];
  return scimUrl === undefined || authentication === undefined ? undefined : { scimUrl, authentication };
}

export function withRecord(
  notes: string | null | undefined,
  scimUrl: string,
  authentication: Authentication,
): string {
  const line = `Rollcall: ${scimUrl} (${authentication})`;
  const text = notes ?? '';
  if (LINE.test(text)) return text.replace(LINE, line);
  return text === '' ? line : `${text}\n${line}`;
}
