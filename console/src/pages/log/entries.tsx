// The entries of the log by day. Each is a button that opens its details.
import { makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { useId, useState } from 'react';
import type { LogEntry } from '../../api/types.ts';
import { HIDDEN } from '../../components/hidden.ts';
import { OUTCOMES } from '../../components/outcomes.ts';
import { MoodIcon } from '../../components/state-word.tsx';
import { EntryDetails } from './entry-details.tsx';

const DAY = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const TIME = new Intl.DateTimeFormat('en', { timeStyle: 'medium' });

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalL },
  day: {
    margin: `0 0 ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
  },
  list: { margin: 0, padding: 0, listStyle: 'none', borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  item: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  button: {
    display: 'grid',
    gridTemplateColumns: '16px 20px minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    padding: `${tokens.spacingVerticalMNudge} ${tokens.spacingHorizontalXS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground1,
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (max-width: 640px)': { gridTemplateColumns: '16px 20px minmax(0, 1fr)' },
  },
  icon: { marginTop: '2px' },
  sentence: { overflowWrap: 'anywhere' },
  time: {
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    '@media (max-width: 640px)': { gridColumn: 3 },
  },
  hidden: HIDDEN,
});

interface EntriesProps {
  readonly entries: readonly LogEntry[];
  /** From the beginning. */
  readonly areOpen: boolean;
}

export function Entries({ entries, areOpen }: EntriesProps) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {byDay(entries).map(([day, ofDay]) => (
        <div key={day}>
          <h3 className={styles.day}>{day}</h3>
          <ul className={styles.list}>
            {ofDay.map((entry) => (
              <Entry key={entry.id} entry={entry} startsOpen={areOpen} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Entry({ entry, startsOpen }: { readonly entry: LogEntry; readonly startsOpen: boolean }) {
  const styles = useStyles();
  const [isOpen, setOpen] = useState(startsOpen);
  const details = useId();
  const { word, mood } = OUTCOMES[entry.outcome];
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={isOpen}
        aria-controls={isOpen ? details : undefined}
        onClick={() => setOpen((before) => !before)}
      >
        {isOpen ? (
          <ChevronDownRegular className={styles.icon} />
        ) : (
          <ChevronRightRegular className={styles.icon} />
        )}
        <MoodIcon mood={mood} className={styles.icon} />
        <span className={styles.sentence}>
          <span className={styles.hidden}>{word}: </span>
          {entry.sentence}
        </span>
        <time className={styles.time} dateTime={entry.time}>
          {TIME.format(new Date(entry.time))}
        </time>
      </button>
      {isOpen && <EntryDetails id={details} entry={entry} />}
    </li>
  );
}

/** Entries come newest first; a day's stay together. */
function byDay(entries: readonly LogEntry[]): [string, LogEntry[]][] {
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const day = DAY.format(new Date(entry.time));
    const others = days.get(day);
    if (others === undefined) days.set(day, [entry]);
    else others.push(entry);
  }
  return [...days];
}
