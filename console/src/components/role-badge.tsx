// A role in a workspace, always in the same colour: the stronger, the more of it. The word is there too, so nothing is told
// by colour alone.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { WorkspaceRole } from '../../../src/directory/workspace-role.ts';

const useStyles = makeStyles({
  badge: {
    display: 'inline-block',
    padding: '1px 8px',
    borderRadius: tokens.borderRadiusCircular,
    border: '1px solid transparent',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
  },
  admin: { backgroundColor: tokens.colorBrandBackground, color: tokens.colorNeutralForegroundOnBrand },
  manager: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    border: `1px solid ${tokens.colorBrandStroke2}`,
  },
  member: { color: tokens.colorNeutralForeground1, border: `1px solid ${tokens.colorNeutralStroke1}` },
});

export function RoleBadge({ role }: { readonly role: WorkspaceRole }) {
  const styles = useStyles();
  return <span className={mergeClasses(styles.badge, styles[role])}>{role}</span>;
}
