// What the bundle registers: the host tries functions by name, so every function must come before those that would take
// its requests, and none may leave a method of SCIM to the host's empty 404.
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { createCore, type RegisteredFunction, triggerOf } from '../../local/functions-host/core.ts';
import { loadApp } from '../../local/functions-host/load.ts';
import { compareNames, parseRoute, selectFunction } from '../../local/functions-host/route.ts';

let functions: readonly RegisteredFunction[];

beforeAll(async () => {
  const bundle = inject('bundle');
  if ('problem' in bundle) throw new Error(bundle.problem);
  const core = createCore(() => undefined);
  await loadApp(join(bundle.folder, 'dist/rollcall.cjs'), core.api);
  functions = [...core.functions].sort((a, b) => compareNames(a.name, b.name));
});

function overHttp() {
  return functions
    .map((target) => ({ name: target.name, binding: triggerOf(target).binding }))
    .filter(({ binding }) => binding.type === 'httpTrigger')
    .map(({ name, binding: { route = '', methods = [] } }) => ({
      name,
      route,
      methods,
      parts: parseRoute(route),
    }));
}

test('every function gets the requests of its own route', () => {
  const routed = overHttp();
  expect(routed.length).toBeGreaterThan(5);
  for (const { name, route, methods } of routed) {
    for (const rest of ['', 'x', 'x/y']) {
      const path = `/${route.replace('{*rest}', rest)}`;
      for (const method of methods)
        expect(selectFunction(routed, method, path)?.chosen.name, path).toBe(name);
    }
  }
});

test('whatever is asked under /scim/v2 reaches a function', () => {
  for (const path of ['/scim/v2', '/scim/v2/', '/scim/v2/Nothing', '/SCIM/v2/users/1/2/3']) {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect(selectFunction(overHttp(), method, path), `${method} ${path}`).toBeDefined();
    }
  }
});

test('a name is one that Azure takes', () => {
  for (const { name } of functions) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,126}$/);
});
