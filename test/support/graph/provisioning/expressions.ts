// Entra's expressions: from text to the tree that a schema holds, and from the tree to a value. Sources: parseExpression of the
// Graph reference (the form of the tree); functions-for-customizing-application-data and
// customize-application-attributes of Microsoft's documentation (what the functions do).
import type { MappingSource } from './schema.ts';

/** An app role as a user or group has it. */
export interface HeldRole {
  readonly value: string | null;
  readonly displayName: string;
}

export type SourceValue = string | readonly HeldRole[] | undefined;
export type Attributes = Readonly<Record<string, SourceValue>>;
/** Roles come out as the objects that are sent. */
export type Value = string | readonly object[] | undefined;

type Evaluate = (parameters: readonly MappingSource[], attributes: Attributes) => Value;

const ROLE_TYPE = 'WindowsAzureActiveDirectoryRole';

export const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Join([separator, ...sources], attributes) {
    const texts = sources.map((source) => textOf(source, attributes) ?? '');
    return texts.every((text) => text === '') ? undefined : texts.join(textOf(separator, attributes) ?? '');
  },
  Switch([source, ...cases], attributes) {
    const value = textOf(source, attributes);
    const at = cases.findIndex((key, position) => position % 2 === 0 && textOf(key, attributes) === value);
    return at < 0 ? undefined : textOf(cases[at + 1], attributes);
  },
  SingleAppRoleAssignment: ([source], attributes) => rolesOf(source, attributes)[0]?.value ?? undefined,
  AppRoleAssignmentsComplex: ([source], attributes) =>
    rolesOf(source, attributes).map(({ value, displayName }) => ({
      primary: false,
      type: ROLE_TYPE,
      displayName,
      value,
    })),
  AssertiveAppRoleAssignmentsComplex: ([source], attributes) =>
    rolesOf(source, attributes).map(({ value, displayName }) => ({
      primary: false,
      type: ROLE_TYPE,
      display: displayName,
      value,
    })),
};

export function evaluate({ type, name, parameters }: MappingSource, attributes: Attributes): Value {
  if (type === 'Constant') return name;
  if (type === 'Attribute') {
    const value = attributes[name];
    return typeof value === 'string' ? value : undefined;
  }
  return FUNCTIONS[name]?.(
    parameters.map(({ value }) => value),
    attributes,
  );
}

function textOf(source: MappingSource | undefined, attributes: Attributes): string | undefined {
  const value = source && evaluate(source, attributes);
  return typeof value === 'string' ? value : undefined;
}

function rolesOf(source: MappingSource | undefined, attributes: Attributes): readonly HeldRole[] {
  const held = attributes[source?.name ?? ''];
  return typeof held === 'object' ? held : [];
}

/** Keys of the tree's parameters, where they are documented; the last one repeats. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  Join: ['separator', 'source'],
  Switch: ['source', 'switchValue'],
};

/** Names of functions and attributes are case-sensitive: entra.md 8.5. */
export function parseExpression(text: string): MappingSource | { readonly error: string } {
  const tokens = text.match(/"[^"]*"|\[[^\]]*\]|[A-Za-z]+|[(),]|\S/g) ?? [];
  let at = 0;
  const next = () => tokens[at++];
  const source = (): MappingSource => {
    const token = next() ?? '';
    if (token.startsWith('['))
      return { type: 'Attribute', name: token.slice(1, -1), expression: token, parameters: [] };
    if (token.startsWith('"'))
      return { type: 'Constant', name: token.slice(1, -1), expression: token, parameters: [] };
    if (!(token in FUNCTIONS)) throw new Error(`Unknown function ${token}`);
    if (next() !== '(') throw new Error(`( expected after ${token}`);
    const given: MappingSource[] = [];
    while (tokens[at] !== ')') {
      if (at >= tokens.length) throw new Error(') is missing');
      // A parameter may be left out.
      if (tokens[at] === ',') at += 1;
      else given.push(source());
    }
    at += 1;
    const keys = KEYS[token] ?? ['source'];
    return {
      type: 'Function',
      name: token,
      expression: `${token}(${given.map(({ expression }) => expression).join(', ')})`,
      parameters: given.map((value, position) => ({ key: keys[position] ?? keys.at(-1) ?? '', value })),
    };
  };
  try {
    const parsed = source();
    return at < tokens.length ? { error: `Nothing expected after ${parsed.expression}` } : parsed;
  } catch (error) {
    return { error: (error as Error).message };
  }
}
