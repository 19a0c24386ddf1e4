// Why a group's name maps it to nothing, and what it would be called if it were meant to.
import type { GroupBody } from '../../api/types.ts';

export function whyUnmapped({ near_miss, suggested_name }: GroupBody): string {
  const suggestion = suggested_name === null ? '' : ` It would map if it were called "${suggested_name}".`;
  return `${near_miss ?? ''}${suggestion}`;
}
