import { bulkRoutes } from '../http/bulk.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction('Bulk', bulkRoutes());
