// The steps, in the order in which they depend on each other.
import type { AnyStep } from './step.ts';
import { appRolesStep } from './steps/app-roles.ts';
import { applicationStep } from './steps/application.ts';
import { assignmentsStep } from './steps/assignments.ts';
import { connectionStep } from './steps/connection.ts';
import { consoleStep } from './steps/console.ts';
import { credentialsStep } from './steps/credentials.ts';
import { jobStep } from './steps/job.ts';
import { mappingsStep } from './steps/mappings.ts';
import { onDemandStep } from './steps/on-demand.ts';
import { startStep } from './steps/start.ts';

export const SETUP_STEPS: readonly AnyStep[] = [
  applicationStep,
  appRolesStep,
  consoleStep,
  assignmentsStep,
  jobStep,
  mappingsStep,
  credentialsStep,
  connectionStep,
  onDemandStep,
  startStep,
];

/** What can be compared without touching anything. */
export const CHECK_STEPS: readonly AnyStep[] = [
  applicationStep,
  appRolesStep,
  consoleStep,
  assignmentsStep,
  jobStep,
  mappingsStep,
  startStep,
];
