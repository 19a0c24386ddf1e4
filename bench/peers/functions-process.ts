// A Functions app on the development host as a process of its own: Rollcall, and the floor that makes its storage calls only.
import { startHost } from '../../local/host.ts';
import { announce } from './child.ts';

// A flood of wrong tokens would be told line by line, over the progress; errors are still shown.
console.warn = () => undefined;

const host = await startHost({ folder: process.argv[2] ?? '', port: 0, log: () => undefined });
announce(host.url);
