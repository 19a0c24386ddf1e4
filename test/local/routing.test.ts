// Which function a request reaches: the development host routes as the Functions host does.
import { describe, expect, test } from 'vitest';
import { runFunctionsApp } from '../support/functions-app.ts';
import { sendRaw } from '../support/raw-http.ts';

/** Registers a function that answers with its own name and the parameters it got. */
function answering(name: string, route: string, methods = ['GET']): string {
  const options = `{ route: ${JSON.stringify(route)}, methods: ${JSON.stringify(methods)}, handler: async (request) => ({ jsonBody: { name: ${JSON.stringify(name)}, params: request.params } }) }`;
  return `app.http(${JSON.stringify(name)}, ${options});`;
}

async function reached(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  return response.status === 200 ? await response.json() : response.status;
}

describe('the function is chosen by the alphabetical order of names', () => {
  test('a catch-all that comes first takes everything', async () => {
    const { url } = await runFunctionsApp(answering('users', 'users') + answering('all', '{*rest}'));
    expect(await reached(`${url}/users`)).toEqual({ name: 'all', params: { rest: 'users' } });
  });

  test('a catch-all that comes last takes what is left', async () => {
    const { url } = await runFunctionsApp(answering('zz', '{*rest}') + answering('users', 'users/{*rest}'));
    expect(await reached(`${url}/users`)).toEqual({ name: 'users', params: {} });
    expect(await reached(`${url}/users/1/2`)).toEqual({ name: 'users', params: { rest: '1/2' } });
    expect(await reached(`${url}/groups`)).toEqual({ name: 'zz', params: { rest: 'groups' } });
  });

  test('the order does not look at case, so that B comes after a', async () => {
    const { url } = await runFunctionsApp(answering('B', '{*rest}') + answering('a', '{*rest}'));
    expect(await reached(`${url}/x`)).toMatchObject({ name: 'a' });
  });

  test('a function that does not list the method leaves the request to the next', async () => {
    const { url } = await runFunctionsApp(answering('a', 'x', ['POST']) + answering('b', 'x', ['GET']));
    expect(await reached(`${url}/x`)).toMatchObject({ name: 'b' });
  });
});

describe('a method that no function lists is an empty 404, never 405', () => {
  const source = answering('only-get', 'x', ['GET']);

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('%s', async (method) => {
    const { url } = await runFunctionsApp(source);
    const response = await fetch(`${url}/x`, { method });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('allow')).toBeNull();
  });

  test('GET and POST are listed when the registration names none', async () => {
    const { url } = await runFunctionsApp(`app.http('plain', { handler: async () => ({ body: 'here' }) });`);
    expect((await fetch(`${url}/plain`)).status).toBe(200);
    expect((await fetch(`${url}/plain`, { method: 'POST' })).status).toBe(200);
    expect((await fetch(`${url}/plain`, { method: 'PUT' })).status).toBe(404);
  });
});

describe('templates', () => {
  test('literals match in any case and with a slash at the end', async () => {
    const { url } = await runFunctionsApp(answering('users', 'scim/v2/Users/{id}'));
    expect(await reached(`${url}/SCIM/V2/users/AbC/`)).toEqual({ name: 'users', params: { id: 'AbC' } });
  });

  test('an optional parameter that is missing gives none', async () => {
    const { url } = await runFunctionsApp(answering('users', 'users/{id?}'));
    expect(await reached(`${url}/users`)).toEqual({ name: 'users', params: {} });
    expect(await reached(`${url}/users/1`)).toEqual({ name: 'users', params: { id: '1' } });
    expect(await reached(`${url}/users/1/2`)).toBe(404);
  });

  test('a default fills in, a constraint refuses', async () => {
    const { url } = await runFunctionsApp(answering('pages', 'pages/{number:int}/{size=20}'));
    expect(await reached(`${url}/pages/3`)).toEqual({ name: 'pages', params: { number: '3', size: '20' } });
    expect(await reached(`${url}/pages/three`)).toBe(404);
  });

  test('a catch-all keeps the slashes in what it takes', async () => {
    const { url } = await runFunctionsApp(answering('all', 'all/{*rest}'));
    expect(await reached(`${url}/all/a/b/`)).toEqual({ name: 'all', params: { rest: 'a/b/' } });
  });
});

describe('parameters are decoded once, all but %2F', () => {
  test.each([
    ['a%20b', 'a b'],
    ['a%2Fb', 'a%2Fb'],
    ['a%2fb%20c', 'a%2fb c'],
    ['%C3%A9', 'é'],
    ['a%2541', 'a%41'],
    ['%ff', '%ff'],
    ['100%', '100%'],
  ])('%s', async (sent, id) => {
    const { port } = await runFunctionsApp(answering('users', 'users/{id}'));
    const response = await sendRaw(port, [`GET /users/${sent} HTTP/1.1`]);
    expect(response.body).toContain(JSON.stringify({ id }));
  });

  test('dot segments are resolved before the function is chosen', async () => {
    const { port } = await runFunctionsApp(answering('users', 'users/{id}'));
    const response = await sendRaw(port, ['GET /a/../users/./7 HTTP/1.1']);
    expect(response.body).toContain('{"id":"7"}');
  });

  test('a path with U+0000 or a byte outside ASCII is 400', async () => {
    const { port } = await runFunctionsApp(answering('users', 'users/{id}'));
    expect((await sendRaw(port, ['GET /users/%00 HTTP/1.1'])).status).toBe(400);
    expect((await sendRaw(port, ['GET /users/\xe9 HTTP/1.1'])).status).toBe(400);
  });
});

describe('what the host keeps for itself', () => {
  test('/ is its home page, unless switched off', async () => {
    const { url } = await runFunctionsApp(answering('x', 'x'));
    const home = await fetch(url);
    expect(home.status).toBe(200);
    expect(home.headers.get('content-type')).toBe('text/html');
    process.env.AzureWebJobsDisableHomepage = 'True';
    try {
      expect((await fetch(url)).status).toBe(204);
    } finally {
      delete process.env.AzureWebJobsDisableHomepage;
    }
  });

  test.each(['admin', 'admin/functions', 'ADMIN/x', 'runtime', 'runtime/webhooks'])(
    '/%s is not for functions',
    async (path) => {
      const { url } = await runFunctionsApp(answering('all', '{*rest}'));
      expect(await reached(`${url}/${path}`)).toBe(404);
      expect(await reached(`${url}/administration`)).toMatchObject({ name: 'all' });
    },
  );

  test('a function whose route begins there is refused at start', async () => {
    await expect(runFunctionsApp(answering('x', 'admin/x'))).rejects.toThrow('reserved');
  });
});

describe('routePrefix of host.json', () => {
  test('api when it names none', async () => {
    const { url } = await runFunctionsApp(answering('x', 'x'), {});
    expect(await reached(`${url}/api/x`)).toMatchObject({ name: 'x' });
    expect(await reached(`${url}/x`)).toBe(404);
  });

  test('as it says', async () => {
    const { url } = await runFunctionsApp(answering('x', 'x'), {
      extensions: { http: { routePrefix: 'a/b' } },
    });
    expect(await reached(`${url}/a/b/x`)).toMatchObject({ name: 'x' });
  });
});

test('two functions of one name are refused', async () => {
  await expect(runFunctionsApp(answering('x', 'a') + answering('X', 'b'))).rejects.toThrow(
    'already been registered',
  );
});
