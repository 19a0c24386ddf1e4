import { resourceTypeRoutes, schemaRoutes, serviceProviderConfigRoutes } from '../http/discovery.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction('ServiceProviderConfig', serviceProviderConfigRoutes);
registerScimFunction('ResourceTypes', resourceTypeRoutes);
registerScimFunction('Schemas', schemaRoutes);
