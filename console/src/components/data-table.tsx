// A table on a wide screen, a list of cards on a narrow one: the same elements, so that a screen reader meets a table in
// both. The roles are written out because `display: block` takes them from a table.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { HIDDEN } from './hidden.ts';

const NARROW = '@media (max-width: 640px)';

const useStyles = makeStyles({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground1,
    [NARROW]: { display: 'block' },
  },
  head: {
    [NARROW]: HIDDEN,
  },
  body: { [NARROW]: { display: 'block' } },
  row: {
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: { display: 'block', padding: `${tokens.spacingVerticalM} 0` },
  },
  headCell: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'nowrap',
  },
  cell: {
    padding: `${tokens.spacingVerticalMNudge} ${tokens.spacingHorizontalS}`,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    [NARROW]: {
      display: 'grid',
      gridTemplateColumns: '96px minmax(0, 1fr)',
      gap: tokens.spacingHorizontalM,
      padding: `${tokens.spacingVerticalXXS} 0`,
      '::before': {
        content: 'attr(data-label)',
        color: tokens.colorNeutralForeground2,
        fontSize: tokens.fontSizeBase200,
      },
    },
  },
  first: { [NARROW]: { display: 'block', '::before': { content: 'none' } } },
  actions: {
    textAlign: 'end',
    whiteSpace: 'nowrap',
    [NARROW]: {
      display: 'block',
      textAlign: 'start',
      paddingTop: tokens.spacingVerticalS,
      '::before': { content: 'none' },
    },
  },
});

export interface Column<Item> {
  readonly title: string;
  readonly cell: (item: Item) => ReactNode;
  /** Buttons, at the end of the row; the title is for screen readers. */
  readonly kind?: 'actions';
}

interface DataTableProps<Item> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
}

export function DataTable<Item>({ label, columns, items, keyOf }: DataTableProps<Item>) {
  const styles = useStyles();
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: `display: block` takes the roles away.
    <table className={styles.table} role="table" aria-label={label}>
      <thead className={styles.head} role="rowgroup">
        <tr role="row">
          {columns.map(({ title, kind }) => (
            <th
              key={title}
              role="columnheader"
              scope="col"
              className={mergeClasses(styles.headCell, kind === 'actions' && styles.actions)}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={styles.body} role="rowgroup">
        {items.map((item) => (
          <tr key={keyOf(item)} className={styles.row} role="row">
            {columns.map(({ title, cell, kind }, at) => (
              <td
                key={title}
                role="cell"
                data-label={title}
                className={mergeClasses(
                  styles.cell,
                  at === 0 && styles.first,
                  kind === 'actions' && styles.actions,
                )}
              >
                {cell(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  );
}
