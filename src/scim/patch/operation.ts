// One change of a PATCH request (RFC 7644 section 3.5.2), once its form has been checked.

import type { JsonValue } from '../json.ts';
import type { Path } from '../path/path.ts';

export interface PatchOperation {
  /** Which of the request's operations it comes from, counted from 0. */
  readonly index: number;
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: Path;
  /** Where the client named the target: in `path`, or as a name inside the value of an operation without a path. */
  readonly named: 'in path' | 'in value';
  /** Absent for a remove that names no values. */
  readonly value?: JsonValue;
}
