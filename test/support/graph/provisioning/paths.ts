// Target attributes as Entra writes them (`name.givenName`, `emails[type eq "work"].value`, an extension's URN with an
// attribute), read from a resource and put into one.
import type { Value } from './expressions.ts';

// biome-ignore lint/suspicious/noExplicitAny: a resource of any shape, as the service gives it.
type Resource = any;

interface Path {
  /** The URN of an extension; empty for the core. */
  readonly extension: string;
  readonly attribute: string;
  /** Of `[type eq "work"]`. */
  readonly type: string | undefined;
  readonly subAttribute: string | undefined;
}

export function parseTarget(target: string): Path {
  const [, extension = '', rest = ''] = /^(?:(urn:.*:User):)?(.*)$/.exec(target) ?? [];
  const [, attribute = '', type, subAttribute] =
    /^(\w+)(?:\[type eq "(\w+)"\])?(?:\.(\w+))?$/.exec(rest) ?? [];
  return { extension, attribute, type, subAttribute };
}

/** Whether it is one element of a multi-valued attribute: these have an operation of their own in both dialects. */
export const isValuePath = (target: string): boolean => target.includes('[');

export function readTarget(resource: Resource, target: string): unknown {
  const { extension, attribute, type, subAttribute } = parseTarget(target);
  const value = (extension === '' ? resource : resource?.[extension])?.[attribute];
  const element = type === undefined ? value : value?.find?.((one: Resource) => one.type === type);
  return subAttribute === undefined ? element : element?.[subAttribute];
}

/** Puts a value into the body of a POST. */
export function writeTarget(resource: Resource, target: string, value: Value | boolean): void {
  const { extension, attribute, type, subAttribute } = parseTarget(target);
  if (extension !== '') resource[extension] ??= {};
  const home = extension === '' ? resource : resource[extension];
  if (type !== undefined && subAttribute !== undefined) {
    home[attribute] ??= [];
    const element = home[attribute].find((one: Resource) => one.type === type);
    // Captured bodies have it on e-mails and addresses, and not on phone numbers.
    const primary = attribute === 'phoneNumbers' ? {} : { primary: true };
    if (element === undefined) home[attribute].push({ ...primary, type, [subAttribute]: value });
    else element[subAttribute] = value;
  } else if (subAttribute !== undefined) home[attribute] = { ...home[attribute], [subAttribute]: value };
  else home[attribute] = value;
}
