// Answers "may this user?" from its own memory: a snapshot of Rollcall, kept up to date by the change feed. What it knows is
// saved with the cursor, so after a restart it goes on where it was; while Rollcall is away it answers from what it knows.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const {
  ROLLCALL_URL,
  ROLLCALL_TOKEN,
  CACHE_FILE = 'access-cache.json',
  POLL_MS = '5000',
  PORT = '8080',
} = process.env;
const ROLES = ['member', 'manager', 'admin'];
let cache = JSON.parse(await readFile(CACHE_FILE, 'utf8').catch(() => '{}'));

async function ask(path) {
  const headers = { authorization: `Bearer ${ROLLCALL_TOKEN}` };
  const response = await fetch(`${ROLLCALL_URL}/access/v1/${path}`, { headers });
  if (response.ok) return await response.json();
  throw Object.assign(new Error(`${path}: ${await response.text()}`), { status: response.status });
}

async function all(path) {
  const found = [];
  for (let cursor = ''; cursor !== null; ) {
    const page = await ask(`${path}?page_size=1000&cursor=${cursor}`);
    found.push(...page.data);
    cursor = page.next_cursor;
  }
  return found;
}

const known = ({ user_name, all_workspaces, workspaces }) => ({
  name: user_name.toLowerCase(),
  everywhere: all_workspaces,
  roles: Object.fromEntries(workspaces.map(({ slug, role }) => [slug, role])),
});

// The cursor comes first: what happens while the users are read, the feed tells. To be told twice does no harm.
async function takeSnapshot() {
  const { next_cursor: cursor } = await ask('changes?cursor=now');
  const users = await all('users');
  cache = { cursor, users: Object.fromEntries(users.map((user) => [user.id, known(user)])) };
}

async function readWorkspaceAgain(id) {
  const { slug } = await ask(`workspaces/${id}`);
  const roles = new Map((await all(`workspaces/${id}/users`)).map((user) => [user.id, user.role]));
  for (const [user, { roles: own }] of Object.entries(cache.users)) own[slug] = roles.get(user);
}

async function follow() {
  const isNew = cache.cursor === undefined;
  if (isNew) await takeSnapshot();
  const { data, next_cursor } = await ask(`changes?include=access&cursor=${cache.cursor}`);
  for (const { user_id, user } of data.map((event) => event.data)) {
    if (user) cache.users[user_id] = known(user);
    else if (user === null) delete cache.users[user_id];
  }
  if (data.length === 0 && !isNew) return;
  const touched = data.filter(({ type }) => type === 'workspace.changed').map(({ subject }) => subject);
  for (const id of new Set(touched)) await readWorkspaceAgain(id);
  cache.cursor = next_cursor;
  await writeFile(`${CACHE_FILE}.new`, JSON.stringify(cache));
  await rename(`${CACHE_FILE}.new`, CACHE_FILE);
  await follow();
}

// 410: what came after the cursor is not kept any more; 400: it is of another Rollcall. Both begin anew; all else passes.
async function keepUpToDate() {
  await follow().catch((error) => {
    if ([400, 410].includes(error.status)) cache.cursor = undefined;
    console.error(String(error));
  });
  setTimeout(keepUpToDate, Number(POLL_MS));
}

function may(name, workspace, role) {
  const user = Object.values(cache.users).find((each) => each.name === name.toLowerCase());
  return ROLES.indexOf(user?.everywhere ?? user?.roles[workspace]) >= ROLES.indexOf(role);
}

createServer(({ url }, response) => {
  const { user, workspace, role } = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  const status = cache.users === undefined ? 503 : user && workspace && ROLES.includes(role) ? 200 : 400;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status === 200 ? { allowed: may(user, workspace, role) } : {}));
}).listen(Number(PORT), keepUpToDate);
