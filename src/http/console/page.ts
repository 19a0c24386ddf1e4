// The console's page. Its HTML is given a nonce anew in every answer, so that the Content-Security-Policy can do without any
// exception for inline scripts or styles: what somebody might smuggle into the page does not know the nonce. Files whose names
// hold a hash of their content never change and are kept for a year.
import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';

/** A file of the built page. */
export interface PageFile {
  readonly bytes: Uint8Array;
  /** Compressed, for whoever takes it. */
  readonly gzip: Uint8Array | undefined;
}

/** Undefined for a name that is no file of the page. `index.html` is one when the page has been built. */
export type ReadPageFile = (name: string) => Promise<PageFile | undefined>;

/** Where the build left room for the nonce. */
const NONCE_PLACE = '{{nonce}}';
const ASSETS = /^\/console\/(assets\/[\w.-]+)$/;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

const EVERYWHERE: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rollcall</title></head>
  <body>
    <h1>The console is not part of this build</h1>
    <p>The service itself works. Build the page with <code>npm run build</code>, or deploy a released package, which holds it.</p>
  </body>
</html>
`;

export interface PageOptions {
  readonly read: ReadPageFile;
  /** The sign-in address that the page may ask, such as `https://login.microsoftonline.com`; undefined for none. */
  readonly authority: () => Promise<string | undefined>;
}

/** Makes the handler that `app.http` takes. It never throws and always answers. */
export function pageHandler({ read, authority }: PageOptions): HttpHandler {
  return async (request): Promise<HttpResponseInit> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { status: 405, headers: { allow: 'GET, HEAD' } };
    }
    const { pathname } = new URL(request.url);
    const asset = ASSETS.exec(pathname)?.[1];
    if (asset !== undefined) return assetResponse(request, asset, await read(asset));
    if (!/^\/console\/?$/.test(pathname)) return await otherFile(request, pathname, read);
    return await indexResponse(request, await read('index.html'), await authority());
  };
}

/** What lies beside index.html, such as an icon: its name holds no hash, so it is kept for an hour only. */
async function otherFile(
  request: HttpRequest,
  pathname: string,
  read: ReadPageFile,
): Promise<HttpResponseInit> {
  const name = /^\/console\/([\w.-]+)$/.exec(pathname)?.[1] ?? '';
  const file = name === 'index.html' ? undefined : await read(name);
  if (file === undefined) return { status: 404, headers: { ...EVERYWHERE, 'cache-control': 'no-store' } };
  return fileResponse(request, name, file, 'public, max-age=3600');
}

function assetResponse(request: HttpRequest, name: string, file: PageFile | undefined): HttpResponseInit {
  // Of an older build perhaps: not to be remembered, since a deployment may bring it.
  if (file === undefined) return { status: 404, headers: { ...EVERYWHERE, 'cache-control': 'no-store' } };
  return fileResponse(request, name, file, 'public, max-age=31536000, immutable');
}

function fileResponse(
  request: HttpRequest,
  name: string,
  { bytes, gzip }: PageFile,
  cacheControl: string,
): HttpResponseInit {
  const isCompressed = gzip !== undefined && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const extension = name.split('.').at(-1) ?? '';
  return body(request, 200, isCompressed ? gzip : bytes, {
    ...EVERYWHERE,
    'content-type': MEDIA_TYPES[extension] ?? 'application/octet-stream',
    'cache-control': cacheControl,
    vary: 'accept-encoding',
    ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
  });
}

async function indexResponse(
  request: HttpRequest,
  file: PageFile | undefined,
  authority: string | undefined,
): Promise<HttpResponseInit> {
  const nonce = newNonce();
  const html =
    file === undefined ? NOT_BUILT : new TextDecoder().decode(file.bytes).replaceAll(NONCE_PLACE, nonce);
  return body(request, file === undefined ? 503 : 200, new TextEncoder().encode(html), {
    ...EVERYWHERE,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(nonce, authority),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'x-frame-options': 'DENY',
  });
}

/** Nothing but what lies here; scripts and styles with the nonce of this answer; no frame around it and none in it. */
export function contentSecurityPolicy(nonce: string, authority: string | undefined): string {
  const rules: Readonly<Record<string, string>> = {
    'default-src': `'none'`,
    'script-src': `'self' 'nonce-${nonce}'`,
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': `'self' data:`,
    'font-src': `'self'`,
    'connect-src': authority === undefined ? `'self'` : `'self' ${authority}`,
    'base-uri': `'none'`,
    'form-action': `'none'`,
    'frame-ancestors': `'none'`,
    'frame-src': `'none'`,
    'object-src': `'none'`,
  };
  return Object.entries(rules)
    .map(([rule, sources]) => `${rule} ${sources}`)
    .join('; ');
}

/** 128 bits that nobody can guess. */
function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}

function body(
  { method }: HttpRequest,
  status: number,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): HttpResponseInit {
  if (method !== 'HEAD') return { status, headers, body: bytes };
  return { status, headers: { ...headers, 'content-length': String(bytes.byteLength) } };
}
