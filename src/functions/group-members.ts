import { groupMemberRoutes } from '../http/group-members.ts';
import { whileEnabled } from '../http/provisioning.ts';
import { registerScimFunction } from './register.ts';

registerScimFunction(
  'GroupMembers',
  whileEnabled(groupMemberRoutes),
  ({ groupMembers }) => groupMembers === 'on',
);
