// From words on a command line to a command, and from an error to a sentence and an exit code.
import { parseArgs } from 'node:util';
import { VERSION } from '../src/build-info.ts';
import { type Command, CommandError, type Options, parserOptions } from './command.ts';
import { exportCommand } from './directory/export.ts';
import { importCommand } from './directory/import.ts';
import type { Effects } from './effects.ts';
import { checkCommand } from './entra/check.ts';
import { rotateTokenCommand } from './entra/rotate-token.ts';
import { setupCommand } from './entra/setup.ts';
import { statusCommand } from './entra/status.ts';

const COMMANDS: readonly Command[] = [
  setupCommand,
  statusCommand,
  checkCommand,
  rotateTokenCommand,
  exportCommand,
  importCommand,
];

/** Runs the command that the words name; gives the exit code. Never throws. */
export async function run(words: readonly string[], effects: Effects): Promise<number> {
  try {
    return await runCommand(words, effects);
  } catch (error) {
    effects.tell(`rollcall: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

async function runCommand(words: readonly string[], effects: Effects): Promise<number> {
  const named = words.filter((word) => !word.startsWith('-'));
  const command = COMMANDS.find(({ name }) => named.slice(0, name.split(' ').length).join(' ') === name);
  if (words.includes('--version')) {
    effects.print(VERSION);
    return 0;
  }
  if (words.includes('--help') || words.length === 0) {
    effects.print(command === undefined ? overview() : help(command));
    return 0;
  }
  if (command === undefined) {
    const list = COMMANDS.map(({ name }) => name).join(', ');
    throw new CommandError(`There is no command "${named.join(' ')}". There are: ${list}.`, 2);
  }
  return await command.run(valuesOf(command, words), effects);
}

function valuesOf(command: Command, words: readonly string[]): Readonly<Record<string, unknown>> {
  const rest = [...words];
  for (const word of command.name.split(' ')) rest.splice(rest.indexOf(word), 1);
  let values: Readonly<Record<string, unknown>>;
  try {
    ({ values } = parseArgs({ args: rest, options: parserOptions(command.options), strict: true }));
  } catch (error) {
    throw wrongly(command, (error as Error).message);
  }
  const missing = Object.entries(command.options)
    .filter(([name, { required }]) => required && !values[name])
    .map(([name]) => `--${name}`);
  if (missing.length > 0) throw wrongly(command, `${missing.join(' and ')} must be given.`);
  const absent = Object.entries(command.options).filter(([name]) => values[name] === undefined);
  const defaults = absent.map(([name, { value, multiple }]) => [
    name,
    multiple ? [] : value === undefined ? false : undefined,
  ]);
  return { ...Object.fromEntries(defaults), ...values };
}

function wrongly(command: Command, problem: string): CommandError {
  return new CommandError(`${problem} See: rollcall ${command.name} --help`, 2);
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'Usage: rollcall <command> [options]',
    '',
    ...COMMANDS.map(({ name, does }) => `  ${name.padEnd(width)}  ${does}`),
    '',
    'rollcall <command> --help says what a command takes.',
  ].join('\n');
}

function help({ name, does, options }: Command): string {
  return [`Usage: rollcall ${name} [options]`, '', does, '', ...optionLines(options)].join('\n');
}

function optionLines(options: Options): string[] {
  const lines = Object.entries(options).map(([name, { value, required, multiple, says }]) => ({
    left: `--${name}${value === undefined ? '' : ` <${value}>`}`,
    right: `${says}${required ? ' Required.' : ''}${multiple ? ' May be repeated.' : ''}`,
  }));
  const width = Math.max(...lines.map(({ left }) => left.length));
  return lines.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`);
}
