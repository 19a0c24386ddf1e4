// Dates of the protocol: xsd:dateTime with both a date and a time (RFC 7643 section 2.3.5). JavaScript's own parser takes far
// more than that, and takes a time without a zone for local time, so that the answer would depend on the server's place.

const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

/** The instant that the text names, in milliseconds since 1970; a time without a zone is UTC. Undefined when it is no dateTime. */
export function instantOf(text: string): number | undefined {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return undefined;
  const [, time = '', fraction = '', zone = 'Z'] = parts;
  const instant = Date.parse(`${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  return Number.isNaN(instant) || !isDay(time.slice(0, 10)) ? undefined : instant;
}

/** JavaScript rolls the 30th of February over into March; xsd:dateTime has no such day. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
