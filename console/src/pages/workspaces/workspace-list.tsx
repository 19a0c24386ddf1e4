import { Link } from '@fluentui/react-components';
import { useCallback } from 'react';
import { workspaces } from '../../api/requests.ts';
import type { WorkspaceBody } from '../../api/types.ts';
import { usePages } from '../../api/use-pages.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ListEnd } from '../../components/list-end.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Section } from '../../components/section.tsx';
import { linkTo, replaceRoute, useRoute } from '../../routing/route.ts';
import { WorkspaceState } from './workspace-state.tsx';

const COLUMNS: readonly Column<WorkspaceBody>[] = [
  { title: 'Workspace', cell: ({ slug, name }) => <Link href={linkTo(['workspaces', slug])}>{name}</Link> },
  { title: 'State', cell: ({ status }) => <WorkspaceState status={status} /> },
  { title: 'Slug', cell: ({ slug }) => slug },
];

export function WorkspaceList() {
  const search = useRoute().query.get('search') ?? '';
  const pages = usePages(workspaces(search));
  const onSearch = useCallback((text: string) => replaceRoute(linkTo(['workspaces'], { search: text })), []);
  return (
    <Page
      title="Workspaces"
      intro="A workspace is what an application grants access to. It comes into being when a group is mapped to it, and is archived when none is any more."
    >
      <Section
        title={search === '' ? 'All workspaces' : 'Found'}
        actions={
          <SearchField label="Search workspaces" placeholder="Name" value={search} onSearch={onSearch} />
        }
      >
        {pages.items !== undefined && pages.items.length > 0 && (
          <DataTable label="Workspaces" columns={COLUMNS} items={pages.items} keyOf={({ id }) => id} />
        )}
        <ListEnd
          pages={pages}
          empty={
            search === ''
              ? 'No workspaces yet: no group is mapped.'
              : `No workspace’s name begins with “${search}”.`
          }
        />
      </Section>
    </Page>
  );
}
