import type { Outcome } from '../api/types.ts';
import type { Mood } from './state-word.tsx';

/** What can come of a request, as it is called and how it looks. */
export const OUTCOMES: Readonly<Record<Outcome, { readonly word: string; readonly mood: Mood }>> = {
  applied: { word: 'Applied', mood: 'good' },
  unchanged: { word: 'Nothing to change', mood: 'off' },
  read: { word: 'Read', mood: 'note' },
  refused: { word: 'Refused', mood: 'bad' },
  rejected_credential: { word: 'Credential rejected', mood: 'bad' },
  failed: { word: 'Failed here', mood: 'warning' },
};
