// A user's access in one look: user, groups, mappings, roles, from left to right, or from top to bottom where it is narrow.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { ShieldPersonRegular } from '@fluentui/react-icons/svg/shield-person';
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle';
import { type CSSProperties, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { linkTo } from '../../routing/route.ts';
import { HIDDEN } from '../hidden.ts';
import { RoleBadge } from '../role-badge.tsx';
import { type Box, layoutOf } from './layout.ts';
import { inWords, type Picture, type PictureGroup } from './picture.ts';

const useStyles = makeStyles({
  root: { position: 'relative', minWidth: 0 },
  lines: { position: 'absolute', inset: 0, pointerEvents: 'none' },
  weak: { fill: 'none', stroke: tokens.colorNeutralStroke1, strokeWidth: '1.5px' },
  strong: { fill: 'none', stroke: tokens.colorCompoundBrandStroke, strokeWidth: '3px' },
  none: { strokeDasharray: '3 5' },
  node: {
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `0 ${tokens.spacingHorizontalMNudge}`,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground1,
    minWidth: 0,
  },
  above: { alignItems: 'start', paddingTop: tokens.spacingVerticalS },
  strongNode: { border: `2px solid ${tokens.colorCompoundBrandStroke}` },
  dashed: { border: `1px dashed ${tokens.colorNeutralStroke1}`, color: tokens.colorNeutralForeground2 },
  name: {
    flexGrow: 1,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: 'inherit',
    textDecorationLine: 'none',
  },
  link: {
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  who: { display: 'grid', minWidth: 0 },
  small: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  icon: { flexShrink: 0, fontSize: '24px', color: tokens.colorCompoundBrandForeground1 },
  off: { color: tokens.colorNeutralForeground3 },
  chip: {
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '4px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'nowrap',
  },
  strongChip: {
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
  },
  words: HIDDEN,
});

const SOURCES = { pattern: 'by name', explicit: 'mapped', 'organization role': 'inherited' } as const;

export function AccessPicture({ picture }: { readonly picture: Picture }) {
  const styles = useStyles();
  const [root, width] = useWidth();
  const layout = useMemo(() => layoutOf(picture, width), [picture, width]);
  const { user, groups, ways, workspaces } = picture;
  const isMapped = (group: number) => ways.some((way) => way.group === group);
  const decides = (group: number) => user.active && ways.some((way) => way.group === group && way.decides);
  const isNarrow = layout.user.width === layout.width;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div
      ref={root}
      className={styles.root}
      style={{ height: layout.height }}
      role="group"
      aria-label={`Access of ${user.name}`}
    >
      <ul className={styles.words}>
        {inWords(picture).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
        {layout.lines.map(({ path, isStrong }) => (
          <path
            key={path}
            d={path}
            className={mergeClasses(
              isStrong && user.active ? styles.strong : styles.weak,
              !user.active && styles.none,
            )}
          />
        ))}
      </svg>
      <div className={mergeClasses(styles.node, user.active && styles.strongNode)} style={at(layout.user)}>
        {user.active ? (
          <CheckmarkCircleRegular className={styles.icon} />
        ) : (
          <SubtractCircleRegular className={mergeClasses(styles.icon, styles.off)} />
        )}
        <span className={styles.who}>
          <strong className={styles.name} title={user.name}>
            {user.name}
          </strong>
          <span className={styles.small}>{user.active ? `active, ${user.role}` : 'inactive: no access'}</span>
        </span>
      </div>
      {layout.groups.map(({ group, box }) => (
        <div
          key={`${group} ${box.y}`}
          className={mergeClasses(
            styles.node,
            isNarrow && isMapped(group) && styles.above,
            decides(group) && styles.strongNode,
            !isMapped(group) && styles.dashed,
          )}
          style={at(box)}
        >
          <GroupName group={groups[group]} />
          {!isMapped(group) && <span className={styles.small}>not mapped</span>}
        </div>
      ))}
      {ways.map(({ group, workspace, role, source, decides: isDeciding }, way) => (
        <div
          key={`${group} ${workspace} ${source}`}
          className={mergeClasses(styles.chip, isDeciding && user.active && styles.strongChip)}
          style={at(layout.ways[way])}
        >
          {role} <span>· {SOURCES[source]}</span>
        </div>
      ))}
      {workspaces.map(({ slug, name, role }, workspace) => (
        <div
          key={slug ?? name}
          className={mergeClasses(styles.node, role === undefined ? styles.dashed : styles.strongNode)}
          style={at(layout.workspaces[workspace])}
        >
          {slug === undefined ? (
            <strong className={styles.name}>{name}</strong>
          ) : (
            <a
              className={mergeClasses(styles.name, styles.link)}
              href={linkTo(['workspaces', slug])}
              title={name}
            >
              {name}
            </a>
          )}
          {role === undefined ? <span className={styles.small}>no access</span> : <RoleBadge role={role} />}
        </div>
      ))}
    </div>
  );
}

function GroupName({ group }: { readonly group: PictureGroup | undefined }) {
  const styles = useStyles();
  if (group?.kind !== 'group') {
    return (
      <>
        {group?.kind === 'role' && <ShieldPersonRegular className={styles.icon} />}
        <span className={styles.name}>{group?.name}</span>
      </>
    );
  }
  return (
    <a
      className={mergeClasses(styles.name, styles.link)}
      href={linkTo(['groups', group.id])}
      title={group.name}
    >
      {group.name}
    </a>
  );
}

function at(box: Box | undefined): CSSProperties {
  if (box === undefined) return { display: 'none' };
  return { left: box.x, top: box.y, width: box.width, height: box.height };
}

/** The width that the picture has, as it changes. */
function useWidth() {
  const root = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [root, width] as const;
}
