import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useCallback } from 'react';
import { users } from '../../api/requests.ts';
import type { UserItem } from '../../api/types.ts';
import { usePages } from '../../api/use-pages.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ListEnd } from '../../components/list-end.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { When } from '../../components/when.tsx';
import { linkTo, replaceRoute, useRoute } from '../../routing/route.ts';
import { fullName } from './user-name.ts';
import { WorkspaceWords } from './workspace-words.tsx';

const useStyles = makeStyles({
  who: { display: 'grid', gap: '2px' },
  small: { color: tokens.colorNeutralForeground2 },
});

export function UserList() {
  const search = useRoute().query.get('search') ?? '';
  const pages = usePages(users(search));
  const onSearch = useCallback((text: string) => replaceRoute(linkTo(['users'], { search: text })), []);
  const styles = useStyles();
  const columns: readonly Column<UserItem>[] = [
    {
      title: 'User',
      cell: (user) => (
        <span className={styles.who}>
          <Link href={linkTo(['users', user.id])}>{user.display_name ?? fullName(user)}</Link>
          <Text size={200} className={styles.small}>
            {user.user_name}
          </Text>
        </span>
      ),
    },
    {
      title: 'State',
      cell: ({ active }) =>
        active ? <StateWord mood="good">active</StateWord> : <StateWord mood="off">inactive</StateWord>,
    },
    { title: 'Organization role', cell: ({ role }) => role },
    { title: 'Workspaces', cell: (user) => <WorkspaceWords user={user} /> },
    { title: 'Changed', cell: ({ last_updated_at }) => <When at={last_updated_at} /> },
  ];
  return (
    <Page title="Users" intro="Everybody whom the identity provider has sent.">
      <Section
        title={search === '' ? 'All users' : 'Found'}
        actions={
          <SearchField
            label="Search users"
            placeholder="Name, user name or e-mail"
            value={search}
            onSearch={onSearch}
          />
        }
      >
        {pages.items !== undefined && pages.items.length > 0 && (
          <DataTable label="Users" columns={columns} items={pages.items} keyOf={({ id }) => id} />
        )}
        <ListEnd pages={pages} empty={<Nobody search={search} />} />
      </Section>
    </Page>
  );
}

function Nobody({ search }: { readonly search: string }) {
  if (search === '') return <>Nobody yet. The identity provider sends people once it is connected.</>;
  return (
    <>
      No user’s name or e-mail begins with “{search}”.{' '}
      <Link inline href={linkTo(['missing'], { q: search })}>
        Why is somebody missing?
      </Link>
    </>
  );
}
