// The way of a person from the identity provider to a role, and where each answer says that it ended.

export const STAGES = ['Sent', 'Accepted', 'Active', 'In a mapped group', 'Has access'] as const;

const ENDS: Readonly<Record<string, number>> = {
  never_sent: 0,
  refused: 1,
  inactive: 2,
  no_mapped_group: 3,
  near_miss: 3,
  role_lost: 4,
};

/** Index of the stage that was not reached; their number where all were. */
export function stageOf(kind: string): number {
  return ENDS[kind] ?? STAGES.length;
}
