// What a handler is told about the request: query, base URL, preconditions.
import { describe, expect, test } from 'vitest';
import { publicUrl } from '../../src/http/public-url.ts';
import { testEndpoint } from '../support/endpoint.ts';

function asking(publicUrl?: string) {
  return testEndpoint(
    [
      {
        method: 'GET',
        path: '',
        handler: async ({ query, baseUrl, preconditions }) => ({
          status: 200,
          body: {
            query: [...query].map(([name, value]) => `${name}=${value}`),
            baseUrl,
            ifMatch: String(preconditions.ifMatch),
          },
        }),
      },
    ],
    { publicUrl },
  );
}

describe('query', () => {
  test.each([
    ['?filter=userName%20eq%20%22a+b%22', ['filter=userName eq "a b"']],
    ['?filter=userName+eq+%22a%2Bb%22', ['filter=userName eq "a+b"']],
    ['?count=1&count=2', ['count=1', 'count=2']],
    ['?a=%C3%A9&b=%EF%BF%BD', ['a=é', 'b=\ufffd']],
    ['?a=100%', ['a=100%']],
  ])('%s', async (path, query) => {
    expect((await asking()({ path })).body.query).toEqual(query);
  });

  test.each(['?filter=%ff', '?filter=a%00b', '?%e9=1'])('%s is 400', async (path) => {
    expect(await asking()({ path })).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });
});

describe('base URL', () => {
  test('is the configured address', async () => {
    expect((await asking('https://scim.example.com')()).body.baseUrl).toBe(
      'https://scim.example.com/scim/v2',
    );
  });

  test('is the Host header on this machine, and only there', async () => {
    expect((await asking()()).body.baseUrl).toBe('http://localhost:7071/scim/v2');
    const of = (url: string) => publicUrl(undefined, new URL(url));
    expect(of('http://127.0.0.1:80/x')).toBe('http://127.0.0.1');
    expect(of('http://[::1]:7071/x')).toBe('http://[::1]:7071');
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1']) {
      expect(() => of(`http://${host}/x`)).toThrow(/ROLLCALL_BASE_URL/);
    }
  });

  test('takes no word from forwarded headers', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    expect((await asking()({ headers })).body.baseUrl).toBe('http://localhost:7071/scim/v2');
  });
});

test('preconditions are read, and a malformed one is 400', async () => {
  expect((await asking()({ headers: { 'if-match': 'W/"1"' } })).body.ifMatch).toBe('1');
  expect((await asking()({ headers: { 'if-match': '"1' } })).status).toBe(400);
});
