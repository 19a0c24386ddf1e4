// The last function to be asked: whatever it gets is no address of the service, and is told so with a SCIM body.
import { registerUnknown } from './register.ts';

registerUnknown([]);
