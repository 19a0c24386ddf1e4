// The way of a person from the identity provider to a role, and where each kind of answer says that it ends.

export const STAGES = ['Sent', 'Here', 'Active', 'In a mapped group', 'Has access'] as const;

const ENDS: Readonly<Record<string, number>> = {
  never_sent: 0,
  refused: 1,
  deleted: 1,
  inactive: 2,
  no_mapped_group: 3,
  near_miss: 3,
  role_lost: 4,
  has_access: STAGES.length,
};

/** Index of the stage that was not reached, or their number where all were; undefined where the answer is about no way. */
export function stageOf(kind: string): number | undefined {
  return ENDS[kind];
}
