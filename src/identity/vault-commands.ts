// The commands that do with `az` what the service may not do itself. People paste them into a shell, and labels come from
// people: every value is quoted so that none of it is ever run.

/** Makes a version with a token that nobody has seen, since the shell makes it, and shows it to who pastes this. */
export function createCommand(
  vaultUrl: string,
  secret: string,
  tags: Readonly<Record<string, string>>,
  expiresAt: number,
): string {
  const named = Object.entries(tags).map(([name, value]) => quoted(`${name}=${value}`));
  return [
    'az keyvault secret set',
    `--vault-name ${quoted(vaultName(vaultUrl))}`,
    `--name ${quoted(secret)}`,
    '--value "rollcall_$(openssl rand -hex 32)"',
    `--tags ${named.join(' ')}`,
    `--expires ${new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z')}`,
    '--output none',
    '&& az keyvault secret show',
    `--vault-name ${quoted(vaultName(vaultUrl))}`,
    `--name ${quoted(secret)}`,
    '--query value --output tsv',
  ].join(' ');
}

export function revokeCommand(vaultUrl: string, secret: string, version: string): string {
  return `az keyvault secret set-attributes --vault-name ${quoted(vaultName(vaultUrl))} --name ${quoted(secret)} --version ${quoted(version)} --enabled false --output none`;
}

/** `https://kv-people.vault.azure.net` is the vault `kv-people`. */
function vaultName(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}

/** As a word of a POSIX shell: nothing in single quotes means anything. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
