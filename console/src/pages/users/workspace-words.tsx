// Where somebody has access, in one cell.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { UserItem } from '../../api/types.ts';
import { RoleBadge } from '../../components/role-badge.tsx';

const SHOWN = 2;

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXXS, justifyItems: 'start' },
  none: { color: tokens.colorNeutralForeground2 },
});

export function WorkspaceWords({ user: { all_workspaces, workspaces } }: { readonly user: UserItem }) {
  const styles = useStyles();
  if (all_workspaces !== null) {
    return (
      <span>
        all of them <RoleBadge role={all_workspaces} />
      </span>
    );
  }
  if (workspaces.length === 0) return <span className={styles.none}>none</span>;
  return (
    <span className={styles.root}>
      {workspaces.slice(0, SHOWN).map(({ id, name, role }) => (
        <span key={id}>
          {name} <RoleBadge role={role} />
        </span>
      ))}
      {workspaces.length > SHOWN && <span>and {workspaces.length - SHOWN} more</span>}
    </span>
  );
}
