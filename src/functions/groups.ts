import { groupRoutes } from '../http/groups.ts';
import { whileEnabled } from '../http/provisioning.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction('Groups', whileEnabled(groupRoutes));
