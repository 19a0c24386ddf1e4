import { groupRoutes } from '../http/groups.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction('Groups', groupRoutes);
