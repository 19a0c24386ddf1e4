// One user: who they are, and how their access comes about.
import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { user } from '../../api/requests.ts';
import type { UserDetail } from '../../api/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { AccessPicture } from '../../components/access-picture/access-picture.tsx';
import { BackLink } from '../../components/back-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { When } from '../../components/when.tsx';
import { linkTo } from '../../routing/route.ts';
import { pictureOf } from './picture-of.ts';
import { fullName } from './user-name.ts';

const useStyles = makeStyles({
  json: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

const BACK = <BackLink to={linkTo(['users'])}>Users</BackLink>;

export function UserDetails({ id }: { readonly id: string }) {
  const { data, problem } = useAnswer(user(id));
  if (data === undefined) {
    return (
      <Page title="User" above={BACK}>
        {problem ? <ProblemMessage problem={problem} /> : <Spinner label="Reading" />}
      </Page>
    );
  }
  return <Details detail={data} />;
}

function Details({ detail }: { readonly detail: UserDetail }) {
  const styles = useStyles();
  const { user: person, display_name, attributes } = detail;
  const picture = useMemo(() => pictureOf(detail), [detail]);
  return (
    <Page
      title={display_name ?? fullName(person)}
      above={BACK}
      actions={
        <Button as="a" href={linkTo(['log'], { user: person.id })}>
          What happened to them
        </Button>
      }
    >
      <Section title="Access" intro={introOf(detail)}>
        <AccessPicture picture={picture} />
      </Section>
      <Section title="Who it is">
        <Facts
          facts={[
            { name: 'User name', value: person.user_name },
            { name: 'E-mail', value: person.email ?? '–' },
            {
              name: 'State',
              value: person.active ? (
                <StateWord mood="good">active</StateWord>
              ) : (
                <StateWord mood="off">inactive</StateWord>
              ),
            },
            { name: 'Organization role', value: person.role },
            { name: 'External id', value: person.external_id ?? '–' },
            { name: 'Id', value: person.id },
            { name: 'Created', value: <When at={person.created_at} /> },
            { name: 'Changed', value: <When at={person.last_updated_at} /> },
          ]}
        />
        <details>
          <summary>
            <Text size={200}>As SCIM shows it</Text>
          </summary>
          <pre className={styles.json}>{JSON.stringify(attributes, null, 2)}</pre>
        </details>
      </Section>
    </Page>
  );
}

function introOf({ user: person, groups, access }: UserDetail): string {
  if (!person.active)
    return 'Inactive, so there is no access. Memberships are kept and count again when the user is active.';
  if (person.all_workspaces !== null)
    return `The organization role ${person.role} makes them admin of every workspace.`;
  if (groups.length === 0) return 'In no group, so there is no access.';
  if (access.length === 0) return 'None of their groups is mapped to a workspace, so there is no access.';
  const few =
    access.length < person.workspaces.length
      ? ` The first ${access.length} of ${person.workspaces.length} workspaces are shown.`
      : '';
  return access.some(({ overlap }) => overlap)
    ? `The strong line decides. Where several lead to one workspace the strongest role counts, and the others change nothing.${few}`
    : `The strong line decides.${few}`;
}
