// Reads a request to the token endpoint (RFC 6749 sections 2.3.1, 3.2 and 4.4.2, RFC 7523 section 2.2): what is asked for
// and how the client proves who it is. Without any effect; a refusal is a result.
import type { Scope, TokenRequest } from '../http/caller.ts';

/** An error of RFC 6749 section 5.2. */
export interface TokenRefusal {
  readonly error: 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type';
  readonly description: string;
}

/** Several spellings of a secret, because not every client encodes what it puts into a Basic header. */
export interface ClientSecret {
  readonly clientId: string;
  readonly secrets: readonly string[];
}
export interface ClientAssertion {
  readonly clientId: string | undefined;
  readonly assertion: string;
}

export interface ClientCredentialsRequest {
  readonly client: ClientSecret | ClientAssertion;
  /** Those of ours that are asked for; none: whatever the client may have. */
  readonly scopes: readonly Scope[];
}

type Parameters = Readonly<Record<string, string>>;

const FORM_TYPE = 'application/x-www-form-urlencoded';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPES: readonly Scope[] = ['scim', 'read', 'manage'];

export function readTokenRequest(request: TokenRequest): ClientCredentialsRequest | TokenRefusal {
  if (request.contentType?.split(';')[0]?.trim().toLowerCase() !== FORM_TYPE) {
    return invalidRequest(`The body must be a form with the content type ${FORM_TYPE}.`);
  }
  const form = new URLSearchParams(request.body);
  const repeated = [...new Set(form.keys())].find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) return invalidRequest(`The parameter ${repeated} is sent more than once.`);
  // RFC 6749 section 3.2: a parameter without a value counts as not sent.
  const parameters: Parameters = Object.fromEntries([...form].filter(([, value]) => value !== ''));
  if (parameters.grant_type === undefined) {
    return invalidRequest('The parameter grant_type is missing; send client_credentials.');
  }
  if (parameters.grant_type !== 'client_credentials') {
    return {
      error: 'unsupported_grant_type',
      description: 'The only grant_type here is client_credentials.',
    };
  }
  const client = readClient(request.authorization, parameters);
  if ('error' in client) return client;
  // An identity provider may ask for scopes of its own, such as .default; the answer says what is granted.
  const words = (parameters.scope ?? '').split(' ');
  return { client, scopes: SCOPES.filter((scope) => words.includes(scope)) };
}

function readClient(
  authorization: string | null,
  parameters: Parameters,
): ClientSecret | ClientAssertion | TokenRefusal {
  const { client_id: id, client_secret: secret, client_assertion: assertion } = parameters;
  if (assertion !== undefined) {
    if (secret !== undefined || authorization !== null) {
      return invalidRequest('The client is to send either a client_assertion or a client secret, not both.');
    }
    if (parameters.client_assertion_type !== ASSERTION_TYPE) {
      return invalidRequest(`The parameter client_assertion_type must be ${ASSERTION_TYPE}.`);
    }
    return { clientId: id, assertion };
  }
  if (authorization !== null) return readBasic(authorization, parameters);
  if (id === undefined || secret === undefined) {
    return invalidClient('Send client_id and client_secret, in a Basic header or in the form.');
  }
  return { clientId: id, secrets: [secret] };
}

/** Entra can be told to send its credentials in the header and in the form; they must then be the same. */
function readBasic(authorization: string, parameters: Parameters): ClientSecret | TokenRefusal {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization.trim())?.[1];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) {
    return invalidClient('The Authorization header must be Basic with client id and client secret.');
  }
  const clientId = formDecode(id);
  const secrets = [...new Set([formDecode(secret), secret])];
  const { client_id: formId = clientId, client_secret: formSecret = secret } = parameters;
  if (formId !== clientId || ![...secrets].includes(formSecret)) {
    return invalidRequest('The credentials in the Authorization header and in the form are not the same.');
  }
  return { clientId, secrets };
}

/** RFC 6749 section 2.3.1: id and secret are encoded like a form before they become a Basic header. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function invalidRequest(description: string): TokenRefusal {
  return { error: 'invalid_request', description };
}

function invalidClient(description: string): TokenRefusal {
  return { error: 'invalid_client', description };
}
