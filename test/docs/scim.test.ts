// docs/scim.md: its tables are those that the code makes, and its examples are what the service does.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableOf, withTables } from '../../docs/regions.ts';
import { scimTables } from '../../docs/scim-tables.ts';
import { startService, type TestService } from '../support/service.ts';

/** The base URL as the page shows it. */
const SHOWN_URL = 'https://host/scim/v2';

const page = await readFile(join(import.meta.dirname, '../../docs/scim.md'), 'utf8');

test('the tables are as `npm run docs` makes them', () => {
  expect(withTables(page, scimTables())).toBe(page);
});

test('a table that nobody makes, or that has no place, is an error', () => {
  const text = '<!-- made: a -->\nold\n<!-- end -->';
  expect(withTables(text, { a: 'new' })).toBe('<!-- made: a -->\n\nnew\n\n<!-- end -->');
  expect(() => withTables(text, {})).toThrow('"a"');
  expect(() => withTables(text, { a: '', b: '' })).toThrow('b');
  expect(tableOf(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |');
});

describe('the examples, one after the other', () => {
  const examples = examplesOf(page);
  /** What the names in braces stand for. */
  const values = new Map<string, string>();
  let folder: string;
  let service: TestService;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const [, extensions = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
    await writeFile(join(folder, 'extensions.json'), extensions);
    service = await startService({
      settings: { ROLLCALL_EXTENSIONS: join(folder, 'extensions.json'), ROLLCALL_GROUP_MEMBERS: 'on' },
    });
  });

  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const filled = (text: string): string =>
    text.replaceAll(SHOWN_URL, service.scimUrl).replace(/\{(\w+)\}/g, (name, key) => values.get(key) ?? name);

  test('there are some', () => {
    expect(examples.length).toBeGreaterThan(12);
  });

  test.each(examples.map((example) => [`${example.request.first}`, example] as const))(
    '%s',
    async (_, { request, answer }) => {
      const [method = '', path = ''] = request.first.split(/ (.*)/);
      const response = await fetch(new URL(service.scimUrl + filled(path)), {
        method,
        headers: { authorization: `Bearer ${service.token}`, ...request.headers },
        ...(request.body === undefined ? {} : { body: filled(request.body) }),
      });
      const text = await response.text();
      expect(`HTTP/1.1 ${response.status}`, text).toBe(answer.first.split(' ').slice(0, 2).join(' '));
      const found: unknown = text === '' ? undefined : JSON.parse(text);
      const wanted: unknown = answer.body === undefined ? undefined : JSON.parse(answer.body);
      if (wanted === undefined) expect(found).toBeUndefined();
      else expectWithin(wanted, found, '');
      for (const [name, value] of Object.entries(answer.headers))
        expect(response.headers.get(name), name).toBe(filled(value));
    },
  );

  /** What the page shows of an answer is in it; a name in braces that is new stands for what is there. */
  function expectWithin(wanted: unknown, found: unknown, where: string): void {
    if (typeof wanted === 'string') {
      expect(found, where).toEqual(expect.any(String));
      bindNames(wanted, String(found));
      expect(found, where).toBe(filled(wanted));
    } else if (typeof wanted !== 'object' || wanted === null) {
      expect(found, where).toBe(wanted);
    } else {
      expect(found, where).toEqual(Array.isArray(wanted) ? expect.any(Array) : expect.any(Object));
      if (Array.isArray(wanted)) expect((found as unknown[]).length, where).toBe(wanted.length);
      for (const [name, value] of Object.entries(wanted))
        expectWithin(value, (found as Record<string, unknown>)[name], `${where}/${name}`);
    }
  }

  function bindNames(wanted: string, found: string): void {
    const [before = '', name, after = ''] = filled(wanted).split(/\{(\w+)\}/);
    if (name === undefined || !found.startsWith(before) || !found.endsWith(after)) return;
    values.set(name, found.slice(before.length, found.length - after.length));
  }
});

interface Message {
  /** `GET /Users`, or `HTTP/1.1 200 OK`. */
  readonly first: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

function examplesOf(text: string): { readonly request: Message; readonly answer: Message }[] {
  const messages = [...text.matchAll(/```http\n(.*?)```/gs)].map(([, block = '']) => messageOf(block));
  return messages.flatMap((answer, at) => {
    const request = messages[at - 1];
    return answer.first.startsWith('HTTP/') && request !== undefined ? [{ request, answer }] : [];
  });
}

function messageOf(block: string): Message {
  const [head = '', body] = block.trimEnd().split(/\n\n(.*)/s);
  const [first = '', ...lines] = head.split('\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/).slice(0, 2)));
  return { first, headers, body };
}
