import type { Token } from '../../api/types.ts';

/** What a token is called for people: its label, else its secret in the key vault. */
export function nameOf({ label, secret }: Pick<Token, 'label' | 'secret'>): string {
  return label ?? secret;
}
