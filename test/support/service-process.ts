// The service as a process of its own, for service.ts: settings come by the environment, the address goes back over the
// channel, and the channel's end is its own.
import { startHost } from '../../local/host.ts';

const host = await startHost({ folder: process.argv[2] ?? '', port: 0, log: () => undefined });
process.once('disconnect', () => host.stop());
process.send?.(host.url);
