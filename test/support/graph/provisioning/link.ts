/** What Entra remembers of an object that it has provisioned: "cache the target `id`", entra.md 2.1. */
export interface Link {
  readonly kind: 'User' | 'Group';
  readonly scimId: string;
  /** Of a group: object ids of the members that were sent. */
  readonly members: Set<string>;
}
