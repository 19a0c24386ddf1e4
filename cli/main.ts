#!/usr/bin/env node
// The entry of the command line: `rollcall` in a release is this, in one file.
import { realEffects } from './effects.ts';
import { run } from './run.ts';

run(process.argv.slice(2), realEffects()).then((exitCode) => {
  process.exitCode = exitCode;
});
