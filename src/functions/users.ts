import { userRoutes } from '../http/users.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction('Users', userRoutes);
