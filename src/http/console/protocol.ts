// How the console's API speaks: as the access API does.
import { ACCESS } from '../access/problem.ts';
import type { Protocol } from '../reply.ts';

export const CONSOLE: Protocol = { ...ACCESS, base: 'console/api' };
