import { bulkRoutes } from '../http/bulk.ts';
import { whileEnabled } from '../http/provisioning.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction('Bulk', whileEnabled(bulkRoutes()));
