// The last function to be asked: the base URL itself, and every address that no other function takes, which is told so with
// a SCIM body.

import { whileEnabled } from '../http/provisioning.ts';
import { rootRoutes } from '../http/root.ts';
import { registerUnknown } from './register.ts';

registerUnknown(whileEnabled(rootRoutes));
