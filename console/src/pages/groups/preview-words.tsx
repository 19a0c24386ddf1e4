// Who gains and who loses what, by name up to a number, and the other groups that lead to the same workspace.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { AccessChange, MappingPreview } from '../../api/types.ts';
import { RoleBadge } from '../../components/role-badge.tsx';
import { StateWord } from '../../components/state-word.tsx';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300 },
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    margin: `${tokens.spacingVerticalXS} 0 0`,
    padding: 0,
    listStyle: 'none',
    maxHeight: '180px',
    overflowY: 'auto',
  },
  person: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    overflowWrap: 'anywhere',
  },
  none: { color: tokens.colorNeutralForeground2 },
});

interface PreviewWordsProps {
  readonly preview: MappingPreview;
  readonly workspace: string;
}

export function PreviewWords({ preview, workspace }: PreviewWordsProps) {
  const styles = useStyles();
  const { gains, gain_count, loses, lose_count, exact, new_workspace, overlaps } = preview;
  const about = exact ? '' : 'At most ';
  const isNothing = gain_count === 0 && lose_count === 0;
  return (
    <section className={styles.root} aria-label="What saving does" aria-live="polite">
      {new_workspace && (
        <StateWord mood="note">{workspace} is new: admins of the organization get it too.</StateWord>
      )}
      {isNothing && (
        <StateWord mood="note">Nobody’s access changes now. It counts for whoever joins the group.</StateWord>
      )}
      {gain_count > 0 && (
        <People title={`${about}${people(gain_count)} would gain`} of={gains} count={gain_count} />
      )}
      {lose_count > 0 && (
        <People title={`${about}${people(lose_count)} would lose`} of={loses} count={lose_count} />
      )}
      {overlaps.length > 0 && (
        <div>
          <StateWord mood="warning">
            Other groups lead some of them to {workspace} too. The strongest role counts.
          </StateWord>
          <ul className={styles.list}>
            {overlaps.map(({ group_id, group_name, role, people: count }) => (
              <li key={group_id} className={styles.person}>
                {group_name} <RoleBadge role={role} /> {people(count)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function People({
  title,
  of,
  count,
}: {
  readonly title: string;
  readonly of: readonly AccessChange[];
  readonly count: number;
}) {
  const styles = useStyles();
  return (
    <div>
      <h3 className={styles.title}>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by the keyboard. */}
      <ul className={styles.list} tabIndex={0}>
        {of.map(({ id, user_name, display_name, before, after }) => (
          <li key={id} className={styles.person}>
            {display_name ?? user_name}
            <Role role={before} /> → <Role role={after} />
          </li>
        ))}
        {count > of.length && <li>and {count - of.length} more</li>}
      </ul>
    </div>
  );
}

function Role({ role }: { readonly role: AccessChange['before'] }) {
  const styles = useStyles();
  return role === null ? <span className={styles.none}>no access</span> : <RoleBadge role={role} />;
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}
