// What a group is mapped to, in one cell.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { MappingBody } from '../../api/types.ts';
import { RoleBadge } from '../../components/role-badge.tsx';

const SHOWN = 3;

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXXS, justifyItems: 'start' },
  none: { color: tokens.colorNeutralForeground2 },
});

export function MappingWords({ mappings }: { readonly mappings: readonly MappingBody[] }) {
  const styles = useStyles();
  if (mappings.length === 0) return <span className={styles.none}>nothing</span>;
  return (
    <span className={styles.root}>
      {mappings.slice(0, SHOWN).map(({ id, workspace_name, role }) => (
        <span key={id}>
          {workspace_name} <RoleBadge role={role} />
        </span>
      ))}
      {mappings.length > SHOWN && <span>and {mappings.length - SHOWN} more</span>}
    </span>
  );
}
