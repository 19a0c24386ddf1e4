// What a guide is made of: steps at an identity provider with the exact values to paste, and for each the proof, among what
// requests have shown (directory/provisioning-log/proofs.ts), that it has been done.
import type { Proof } from '../../directory/provisioning-log/proofs.ts';

export interface GuideFacts {
  readonly scimUrl: string;
  readonly prefix: string;
  readonly separator: string;
  /** Strongest first. */
  readonly organizationRoles: readonly string[];
}

export interface Value {
  /** As the portal calls its field. */
  readonly label: string;
  readonly value: string;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly values?: readonly Value[];
  /** Undefined where no request can show it. */
  readonly proof?: Proof;
  /** What must not have been seen. */
  readonly without?: Proof;
}

export interface Guide {
  readonly id: 'entra' | 'okta';
  readonly title: string;
  readonly steps: (facts: GuideFacts) => readonly Step[];
}
