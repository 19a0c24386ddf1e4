// Says where in an operator's file a fault is: the line, and the attribute by the names that the file itself gives.

import { evaluate, parse, type ValueNode } from '@humanwhocodes/momoa';

/** The file cannot be used. The message is one sentence for the operator. */
export class ExtensionFileError extends Error {
  override readonly name = 'ExtensionFileError';
}

/** What is wrong at a place of the file, given by the keys and positions that lead to it. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

export interface PositionedJson {
  readonly content: unknown;
  errorAt(fault: Fault): ExtensionFileError;
}

/** The content of a JSON text, and a way to report a fault in it. Throws `ExtensionFileError` when it is no JSON. */
export function readPositionedJson(text: string): PositionedJson {
  const root = parseJson(text);
  return { content: evaluate(root), errorAt: (fault) => errorAt(root, fault) };
}

function parseJson(text: string): ValueNode {
  try {
    return parse(text).body;
  } catch (cause) {
    const { message, line } = cause as Error & { line?: number };
    const reason = message.replace(/ found\..*$/, '');
    throw new ExtensionFileError(`Line ${line ?? 1} is not valid JSON: ${reason}.`, { cause });
  }
}

function errorAt(root: ValueNode, { path, problem }: Fault): ExtensionFileError {
  const names = [nameOf(root)];
  let node = root;
  let { line } = root.loc.start;
  for (const key of path) {
    const child = childOf(node, key);
    if (child === undefined) break;
    ({ node, line } = child);
    names.push(nameOf(node));
  }
  const named = names.filter((name) => name !== undefined).map((name) => `"${name}"`);
  const characteristic = path.filter((step) => typeof step === 'string').slice(-1);
  return new ExtensionFileError(`${[`Line ${line}`, ...named, ...characteristic].join(', ')}: ${problem}.`);
}

/** The node behind a key or position; its line is that of the key. */
function childOf(node: ValueNode, key: PropertyKey): { node: ValueNode; line: number } | undefined {
  if (node.type === 'Array') {
    const element = node.elements[Number(key)];
    return element && { node: element.value, line: element.loc.start.line };
  }
  if (node.type !== 'Object') return undefined;
  const member = node.members.find(({ name }) => (name.type === 'String' ? name.value : name.name) === key);
  return member && { node: member.value, line: member.loc.start.line };
}

/** What the object calls itself: its name, or the URN of a schema without one. */
function nameOf(node: ValueNode): string | undefined {
  for (const key of ['name', 'id']) {
    const named = childOf(node, key)?.node;
    if (named?.type === 'String') return named.value;
  }
  return undefined;
}
