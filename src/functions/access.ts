// The access API, for applications: one function, since its operations are told apart by http/access. It is asked after
// `access-openapi`, by the alphabet.
import { accessRoutes } from '../http/access/operations.ts';
import { registerAccessFunction } from './register.ts';

registerAccessFunction(accessRoutes);
