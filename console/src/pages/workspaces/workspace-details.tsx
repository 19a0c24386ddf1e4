// One workspace: who is in it with which role, and which groups lead there.
import { Link, Spinner } from '@fluentui/react-components';
import { mappingsOf, workspace, workspaceUsers } from '../../api/requests.ts';
import type { MappingBody, WorkspaceUserBody } from '../../api/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { usePages } from '../../api/use-pages.ts';
import { BackLink } from '../../components/back-link.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Facts } from '../../components/facts.tsx';
import { ListEnd } from '../../components/list-end.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { RoleBadge } from '../../components/role-badge.tsx';
import { Section } from '../../components/section.tsx';
import { linkTo } from '../../routing/route.ts';
import { fullName } from '../users/user-name.ts';
import { WorkspaceState } from './workspace-state.tsx';

const BACK = <BackLink to={linkTo(['workspaces'])}>Workspaces</BackLink>;

const GROUPS: readonly Column<MappingBody>[] = [
  {
    title: 'Group',
    cell: ({ group_id, group_name }) =>
      group_id === undefined ? (
        `${group_name} (not there yet)`
      ) : (
        <Link href={linkTo(['groups', group_id])}>{group_name}</Link>
      ),
  },
  { title: 'Role', cell: ({ role }) => <RoleBadge role={role} /> },
  {
    title: 'Made',
    cell: ({ source }) => (source === 'pattern' ? "by the group's name" : 'here, or by the API'),
  },
];

const PEOPLE: readonly Column<WorkspaceUserBody>[] = [
  { title: 'User', cell: (user) => <Link href={linkTo(['users', user.id])}>{fullName(user)}</Link> },
  { title: 'User name', cell: ({ user_name }) => user_name },
  {
    title: 'Role',
    cell: ({ role, inherited, org_role }) => (
      <>
        <RoleBadge role={role} /> {inherited && `as ${org_role} of the organization`}
      </>
    ),
  },
];

export function WorkspaceDetails({ slug }: { readonly slug: string }) {
  const { data, problem } = useAnswer(workspace(slug));
  const groups = usePages(mappingsOf(slug));
  const people = usePages(workspaceUsers(slug));
  if (data === undefined) {
    return (
      <Page title="Workspace" above={BACK}>
        {problem ? <ProblemMessage problem={problem} /> : <Spinner label="Reading" />}
      </Page>
    );
  }
  return (
    <Page title={data.name} above={BACK}>
      <Section title="Groups that lead here">
        {groups.items !== undefined && groups.items.length > 0 && (
          <DataTable
            label="Groups that lead here"
            columns={GROUPS}
            items={groups.items}
            keyOf={({ id }) => id}
          />
        )}
        <ListEnd pages={groups} empty="None, so nobody has access." />
      </Section>
      <Section title="People">
        {people.items !== undefined && people.items.length > 0 && (
          <DataTable label="People" columns={PEOPLE} items={people.items} keyOf={({ id }) => id} />
        )}
        <ListEnd pages={people} empty="Nobody has access." />
      </Section>
      <Section title="Which workspace it is">
        <Facts
          facts={[
            { name: 'State', value: <WorkspaceState status={data.status} /> },
            { name: 'Slug', value: data.slug },
            { name: 'Id', value: data.id },
          ]}
        />
      </Section>
    </Page>
  );
}
