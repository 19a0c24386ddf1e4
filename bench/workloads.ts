// The workloads on a small directory, as data: which operation, how often, how many callers, after Entra's cycles.
import { addOne, addTwenty, lookUp, lookupAndCreate, mix, type Operation, patchUser } from './operations.ts';

export type WorkloadName =
  | 'lookUp'
  | 'patch'
  | 'lookupAndCreate'
  | 'addOne'
  | 'addTwenty'
  | 'mix1'
  | 'mix8'
  | 'mix32';

export interface Workload {
  readonly title: string;
  /** For a chart. */
  readonly short: string;
  readonly operation: Operation;
  readonly callers: number;
  /** Operations in a full round. */
  readonly times: number;
}

/** In this order: what is found and changed should not meet the rows of memberships, which Azurite looks through, too. */
export const WORKLOADS: Readonly<Record<WorkloadName, Workload>> = {
  lookUp: {
    title: 'incremental cycle: look up a user',
    short: 'look up',
    operation: lookUp,
    callers: 8,
    times: 600,
  },
  patch: {
    title: 'incremental cycle: PATCH a user',
    short: 'PATCH',
    operation: patchUser,
    callers: 8,
    times: 400,
  },
  lookupAndCreate: {
    title: 'initial cycle: look up and create a user',
    short: 'look up + create',
    operation: lookupAndCreate,
    callers: 8,
    times: 200,
  },
  addOne: {
    title: 'initial cycle: add one member',
    short: 'add one',
    operation: addOne,
    callers: 1,
    times: 200,
  },
  addTwenty: {
    title: 'initial cycle: add twenty members',
    short: 'add twenty',
    operation: addTwenty,
    callers: 1,
    times: 30,
  },
  mix1: { title: 'mix, 1 caller', short: 'mix, 1', operation: mix, callers: 1, times: 300 },
  mix8: { title: 'mix, 8 callers', short: 'mix, 8', operation: mix, callers: 8, times: 400 },
  mix32: { title: 'mix, 32 callers', short: 'mix, 32', operation: mix, callers: 32, times: 400 },
};
