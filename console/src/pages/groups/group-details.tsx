// One group: what it is mapped to, and who is in it.
import { Button, Link, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import { useMayChange } from '../../api/api-context.ts';
import { group, groupMembers } from '../../api/requests.ts';
import type { GroupMember, MappingBody } from '../../api/types.ts';
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
import { StateWord } from '../../components/state-word.tsx';
import { When } from '../../components/when.tsx';
import { linkTo } from '../../routing/route.ts';
import { MapGroup } from './map-group.tsx';
import { UnmapGroup } from './unmap-group.tsx';

const BACK = <BackLink to={linkTo(['groups'])}>Groups</BackLink>;

export function GroupDetails({ id }: { readonly id: string }) {
  const { data, problem, reload } = useAnswer(group(id));
  const members = usePages(groupMembers(id));
  const mayChange = useMayChange();
  const [isMapping, setMapping] = useState(false);
  const [removed, setRemoved] = useState<MappingBody>();
  if (data === undefined) {
    return (
      <Page title="Group" above={BACK}>
        {problem ? <ProblemMessage problem={problem} /> : <Spinner label="Reading" />}
      </Page>
    );
  }
  const onChanged = () => {
    setMapping(false);
    setRemoved(undefined);
    reload();
  };
  const columns: readonly Column<MappingBody>[] = [
    {
      title: 'Workspace',
      cell: ({ workspace_slug, workspace_name }) => (
        <Link href={linkTo(['workspaces', workspace_slug])}>{workspace_name}</Link>
      ),
    },
    { title: 'Role', cell: ({ role }) => <RoleBadge role={role} /> },
    {
      title: 'Made',
      cell: ({ source }) => (source === 'pattern' ? "by the group's name" : 'here, or by the API'),
    },
    {
      title: 'Actions',
      kind: 'actions',
      cell: (mapping) =>
        mayChange &&
        mapping.source === 'explicit' && (
          <Button
            size="small"
            aria-label={`Remove the mapping to ${mapping.workspace_name}`}
            onClick={() => setRemoved(mapping)}
          >
            Remove…
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={data.display_name}
      above={BACK}
      actions={
        mayChange && (
          <Button appearance="primary" onClick={() => setMapping(true)}>
            Map to a workspace
          </Button>
        )
      }
    >
      <Section
        title="Mapped to"
        intro={data.mappings.length === 0 && <>Nothing: its members get no access by it. {data.near_miss}</>}
      >
        {data.mappings.length > 0 && (
          <DataTable
            label="Mappings"
            columns={columns}
            items={data.mappings}
            keyOf={({ id: mapping }) => mapping}
          />
        )}
      </Section>
      <Section title="Members">
        {members.items !== undefined && members.items.length > 0 && (
          <DataTable
            label="Members"
            columns={MEMBER_COLUMNS}
            items={members.items}
            keyOf={({ id: member }) => member}
          />
        )}
        <ListEnd pages={members} empty="Nobody is in this group." />
      </Section>
      <Section title="Which group it is">
        <Facts
          facts={[
            { name: 'External id', value: data.external_id ?? '–' },
            { name: 'Id', value: data.id },
            { name: 'Created', value: <When at={data.created_at} /> },
            { name: 'Changed', value: <When at={data.last_updated_at} /> },
          ]}
        />
      </Section>
      {isMapping && <MapGroup group={data} onClose={() => setMapping(false)} onSaved={onChanged} />}
      {removed && (
        <UnmapGroup
          group={data}
          mapping={removed}
          onClose={() => setRemoved(undefined)}
          onRemoved={onChanged}
        />
      )}
    </Page>
  );
}

const MEMBER_COLUMNS: readonly Column<GroupMember>[] = [
  {
    title: 'User',
    cell: ({ id, display_name, user_name }) => (
      <Link href={linkTo(['users', id])}>{display_name ?? user_name}</Link>
    ),
  },
  { title: 'User name', cell: ({ user_name }) => user_name },
  {
    title: 'State',
    cell: ({ active }) =>
      active ? <StateWord mood="good">active</StateWord> : <StateWord mood="off">inactive</StateWord>,
  },
];
