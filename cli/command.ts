// What a command is: its name, its options as a table from which both the parser and the help are made, and what it does.
// Its exit code is 0 when all is well, 1 when something is not or could not be done, 2 when it was called wrongly.
import type { ParseArgsConfig } from 'node:util';
import type { Effects } from './effects.ts';

export interface Option {
  /** What stands for the value in the help; a switch has none. */
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: true;
  readonly required?: true;
  readonly says: string;
}

export type Options = Readonly<Record<string, Option>>;

/** The values of options by their names: texts, lists of them, and true for a switch that was given. */
export type Values<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends { multiple: true }
    ? readonly string[]
    : O[Name] extends { value: string }
      ? O[Name] extends { required: true }
        ? string
        : string | undefined
      : boolean;
};

export interface Command {
  /** As it is typed, `entra setup`. */
  readonly name: string;
  readonly does: string;
  readonly options: Options;
  readonly run: (values: Readonly<Record<string, unknown>>, effects: Effects) => Promise<number>;
}

/** Types the values by the options; `run` is only ever called with what the parser made of them. */
export function defineCommand<const O extends Options>(command: {
  readonly name: string;
  readonly does: string;
  readonly options: O;
  readonly run: (values: Values<O>, effects: Effects) => Promise<number>;
}): Command {
  return { ...command, run: (values, effects) => command.run(values as Values<O>, effects) };
}

/** A sentence for the person at the keyboard, who can do something about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

/** The options in the form of node:util's parseArgs. */
export function parserOptions(options: Options): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { value, multiple }]) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: multiple === true } as const,
    ]),
  );
}
