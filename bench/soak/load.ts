// The load of the soak: Entra's mix, the rest of the protocol, and the mistakes that clients make, each with the answer that it
// must get. Storage fails meanwhile, and no client may notice.
import { check, type Directory, patchBody, userBody } from '../directory.ts';
import { idIn, lookUpNobody, mix, type Operation, readGroup } from '../operations.ts';

/** Comes and goes: made, replaced, deactivated, deleted, not found any more. */
const passThrough: Operation = async (directory) => {
  const number = FIRST_PASSER + directory.next('passer');
  const id = idIn(check(await directory.send('POST', '/Users', userBody(number)), 201));
  check(await directory.send('PUT', `/Users/${id}`, { ...userBody(number), title: 'Lead' }), 200);
  const leave = patchBody({ op: 'Replace', path: 'active', value: 'False' });
  check(await directory.send('PATCH', `/Users/${id}`, leave), 200, (text) => text.includes('"active":false'));
  check(await directory.send('DELETE', `/Users/${id}`), 204);
  check(await directory.send('GET', `/Users/${id}`), 404);
};
/** Above all others. */
const FIRST_PASSER = 10_000_000;

const page: Operation = async ({ send }) => {
  check(await send('GET', '/Users?cursor=&count=50'), 200);
  check(await send('GET', '/Groups?count=20&excludedAttributes=members'), 200);
};

const changeMembers: Operation = async (directory) => {
  const member = directory.users[directory.next('member') % directory.users.length];
  const group = directory.groups[0];
  for (const op of ['Add', 'Remove']) {
    const body = patchBody({ op, path: 'members', value: [{ value: member }] });
    check(await directory.send('PATCH', `/Groups/${group}`, body), 204);
  }
};

const MISTAKES: readonly (readonly [method: string, path: string, body: unknown, status: number])[] = [
  ['GET', '/Users/00000000-0000-4000-8000-000000000000', undefined, 404],
  ['GET', '/Users?filter=userName%20qe%20%22x%22', undefined, 400],
  ['GET', '/Users?cursor=forged', undefined, 400],
  ['POST', '/Users', { ...userBody(0), active: 7 }, 400],
  ['POST', '/Users', userBody(0), 409],
  ['PATCH', '/Users/00000000-0000-4000-8000-000000000000', patchBody({ op: 'spin' }), 400],
  ['PUT', '/Nothing', {}, 404],
];

const mistake: Operation = async ({ send, next }) => {
  const [method, path, body, status] = MISTAKES[next('mistake') % MISTAKES.length] ?? MISTAKES[0] ?? [];
  check(await send(method ?? '', path ?? '', body), status ?? 0);
};

const PIECES: readonly Operation[] = [
  ...Array.from({ length: 12 }, () => mix),
  passThrough,
  page,
  changeMembers,
  readGroup,
  mistake,
  mistake,
  (directory) => lookUpNobody(directory, 'nobody@atlas.example'),
];

export const soakLoad: Operation = async (directory: Directory) => {
  await (PIECES[directory.next('soak') % PIECES.length] ?? mix)(directory);
};
