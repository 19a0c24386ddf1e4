// The entry of the bundle: importing a file of this folder registers its function, and that is all that happens at import
// time; settings are read and clients made when the first request comes.
import './access.ts';
import './access-openapi.ts';
import './bulk.ts';
import './console.ts';
import './discovery.ts';
import './group-members.ts';
import './groups.ts';
import './health.ts';
import './oauth-token.ts';
import './provisioning-log.ts';
import './resume-sweeps.ts';
import './trim-change-log.ts';
import './unknown.ts';
import './users.ts';
