import { whileEnabled } from '../http/provisioning.ts';
import { userRoutes } from '../http/users.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction('Users', whileEnabled(userRoutes));
