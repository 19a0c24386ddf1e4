// The head of a page. Whoever goes to another page is told so: the document's title changes, and the heading takes the focus,
// which a screen reader reads out. When the console is opened the focus stays at its beginning.
import { makeStyles, tokens } from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { useRoute } from '../routing/route.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    maxWidth: '1120px',
    minWidth: 0,
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalL },
  words: { display: 'grid', gap: tokens.spacingVerticalXS, flex: '1 1 300px', minWidth: 0 },
  title: {
    margin: 0,
    outline: 'none',
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    overflowWrap: 'anywhere',
  },
  intro: {
    margin: 0,
    maxWidth: '70ch',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
  },
});

export interface Arrival {
  /** The place where the console was opened. */
  readonly start: string;
  /** Whether somebody has gone elsewhere since. */
  hasMoved: boolean;
}

export const ArrivalContext = createContext<Arrival>({ start: '', hasMoved: false });

interface PageProps {
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly intro?: ReactNode;
  /** Above the title: the way back. */
  readonly above?: ReactNode;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, intro, above, actions, children }: PageProps) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const place = useRoute().segments.join('/');
  useEffect(() => {
    document.title = `${title} – Rollcall`;
  }, [title]);
  const arrival = useContext(ArrivalContext);
  useEffect(() => {
    if (place !== arrival.start) arrival.hasMoved = true;
    if (arrival.hasMoved) heading.current?.focus();
  }, [arrival, place]);
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <div className={styles.words}>
          {above}
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {intro !== undefined && <p className={styles.intro}>{intro}</p>}
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}
