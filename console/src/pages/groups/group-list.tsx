import { Button, Link } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { useMayChange } from '../../api/api-context.ts';
import { groups, UNMAPPED_GROUPS } from '../../api/requests.ts';
import type { GroupBody } from '../../api/types.ts';
import { type Pages, usePages } from '../../api/use-pages.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ListEnd } from '../../components/list-end.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Section } from '../../components/section.tsx';
import { When } from '../../components/when.tsx';
import { linkTo, replaceRoute, useRoute } from '../../routing/route.ts';
import { MapGroup } from './map-group.tsx';
import { MappingWords } from './mapping-words.tsx';

export function GroupList() {
  const search = useRoute().query.get('search') ?? '';
  const unmapped = usePages(search === '' ? UNMAPPED_GROUPS : undefined);
  const all = usePages(groups(search));
  const onSearch = useCallback((text: string) => replaceRoute(linkTo(['groups'], { search: text })), []);
  const [mapped, setMapped] = useState<GroupBody>();
  const onSaved = () => {
    setMapped(undefined);
    unmapped.reload();
    all.reload();
  };
  const actions: readonly Column<GroupBody>[] = useMayChange() ? [mapColumn(setMapped)] : [];
  return (
    <Page
      title="Groups"
      intro="A group gives its members a role in the workspaces that it is mapped to: by its name, or by a mapping that is made here."
    >
      {search === '' && <Unmapped pages={unmapped} columns={[NAME, WHY, ...actions]} />}
      <Section
        title={search === '' ? 'All groups' : 'Found'}
        actions={
          <SearchField
            label="Search groups"
            placeholder="Name of the group"
            value={search}
            onSearch={onSearch}
          />
        }
      >
        {all.items !== undefined && all.items.length > 0 && (
          <DataTable
            label="Groups"
            columns={[NAME, MAPPED, CHANGED, ...actions]}
            items={all.items}
            keyOf={({ id }) => id}
          />
        )}
        <ListEnd
          pages={all}
          empty={search === '' ? 'No groups yet.' : `No group’s name begins with “${search}”.`}
        />
      </Section>
      {mapped !== undefined && (
        <MapGroup group={mapped} onClose={() => setMapped(undefined)} onSaved={onSaved} />
      )}
    </Page>
  );
}

const NAME: Column<GroupBody> = {
  title: 'Group',
  cell: ({ id, display_name }) => <Link href={linkTo(['groups', id])}>{display_name}</Link>,
};
const WHY: Column<GroupBody> = { title: 'Why', cell: ({ near_miss }) => near_miss };
const MAPPED: Column<GroupBody> = {
  title: 'Mapped to',
  cell: ({ mappings }) => <MappingWords mappings={mappings} />,
};
const CHANGED: Column<GroupBody> = {
  title: 'Changed',
  cell: ({ last_updated_at }) => <When at={last_updated_at} />,
};

function mapColumn(onMap: (group: GroupBody) => void): Column<GroupBody> {
  return {
    title: 'Actions',
    kind: 'actions',
    cell: (group) => (
      <Button size="small" aria-label={`Map ${group.display_name}`} onClick={() => onMap(group)}>
        Map…
      </Button>
    ),
  };
}

interface UnmappedProps {
  readonly pages: Pages<GroupBody>;
  readonly columns: readonly Column<GroupBody>[];
}

function Unmapped({ pages, columns }: UnmappedProps) {
  const { items } = pages;
  if (items?.length === 0 && pages.more === undefined) return null;
  return (
    <Section
      title="Waiting for a mapping"
      intro="These groups give nobody anything: their names do not follow the pattern, and nobody has mapped them."
    >
      {items !== undefined && items.length > 0 && (
        <DataTable label="Groups without a mapping" columns={columns} items={items} keyOf={({ id }) => id} />
      )}
      <ListEnd pages={pages} empty="" />
    </Section>
  );
}
