// The answer of provisionOnDemand, for a person. Its two values are texts that hold JSON: the outcome, and what happened in
// each part. Source: Microsoft Graph reference, synchronizationJob: provisionOnDemand.
import * as z from 'zod';
import { CommandError } from '../command.ts';
import { read } from './graph-types.ts';

const ANSWER = z.object({ key: z.string(), value: z.string() });
const OUTCOME = z.object({
  result: z.string(),
  details: z.object({ errorCode: z.string().nullish(), errorMessage: z.string().nullish() }).nullish(),
});
const PARTS = z.object({
  provisioningSteps: z
    .array(z.object({ type: z.string(), status: z.string(), description: z.string() }))
    .default([]),
  modifiedProperties: z
    .array(z.object({ displayName: z.string().nullish(), newValue: z.string().nullish() }))
    .default([]),
});

export interface ProvisioningResult {
  readonly result: string;
  readonly lines: readonly string[];
}

/** Throws CommandError where Entra says that it failed. */
export function provisioningLines(answer: unknown): ProvisioningResult {
  const { key, value } = read(ANSWER, answer, 'provisioning on demand');
  const { result, details } = read(OUTCOME, parsed(key), 'provisioning on demand');
  const { provisioningSteps, modifiedProperties } = read(PARTS, parsed(value), 'provisioning on demand');
  const lines = [
    ...provisioningSteps.map(({ type, status, description }) => `${type}: ${status}. ${description}`),
    ...modifiedProperties.map(({ displayName, newValue }) => `  ${displayName} = ${newValue ?? ''}`),
  ];
  if (result === 'Failure') {
    throw new CommandError(
      [
        `Entra could not provision the user: ${details?.errorMessage ?? details?.errorCode ?? 'no reason given'}`,
        ...lines,
      ].join('\n      '),
    );
  }
  const why = details?.errorMessage ? `${result} (${details.errorMessage})` : result;
  return { result: why, lines };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
