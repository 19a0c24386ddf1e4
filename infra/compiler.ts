// The Bicep compiler, in the one version that infra/bicep.csproj pins: what it writes is committed, so two versions
// would quarrel over it. It is a .NET program that NuGet serves; `dotnet` fetches it into a folder that git ignores.
import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, 'bicep.csproj');
const CACHE = join(import.meta.dirname, '..', '.cache', 'bicep');
const MAX_OUTPUT = 64 * 1024 * 1024;

/** NuGet's names for Node's `platform-arch`. */
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'osx-x64',
  'darwin-arm64': 'osx-arm64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiler with these arguments; never rejects for what the compiler says. */
export type Compiler = (...args: readonly string[]) => Promise<Outcome>;

/** The compiler, restored if it has to be, or one sentence on why it cannot be had. */
export async function findCompiler(): Promise<
  { readonly compiler: Compiler } | { readonly missing: string }
> {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined) {
    return { missing: `There is no Bicep compiler for ${process.platform} on ${process.arch}.` };
  }
  const path = await pathOf(platform);
  if (!(await exists(path))) {
    const missing = await restore(platform);
    if (missing !== undefined) return { missing };
  }
  return { compiler: (...args) => run(path, args) };
}

async function pathOf(platform: string): Promise<string> {
  const version = /Version="\[([^\]]+)\]"/.exec(await readFile(PROJECT, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${PROJECT} pins no version.`);
  const program = platform.startsWith('win') ? 'bicep.exe' : 'bicep';
  return join(CACHE, `azure.bicep.commandline.${platform}`, version, 'tools', program);
}

async function restore(platform: string): Promise<string | undefined> {
  const properties = [`-p:BicepPlatform=${platform}`, `-p:BaseIntermediateOutputPath=${CACHE}/obj/`];
  const { exitCode, stdout, stderr } = await run('dotnet', [
    'restore',
    PROJECT,
    '--packages',
    CACHE,
    ...properties,
  ]);
  if (exitCode === 0) return undefined;
  if (exitCode === NOT_FOUND) {
    return 'The Bicep compiler comes through dotnet (.NET SDK 10), which is not installed here.';
  }
  return `dotnet could not fetch the Bicep compiler: ${(stderr + stdout).trim()}`;
}

/** As shells report a program that does not exist. */
const NOT_FOUND = 127;

function run(program: string, args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' };
  return new Promise((resolve) => {
    execFile(program, args, { env, maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
      const code = error?.code;
      resolve({
        exitCode: typeof code === 'number' ? code : code === 'ENOENT' ? NOT_FOUND : error ? 1 : 0,
        stdout,
        stderr,
      });
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
