// A moment, told from now; the exact one, in the time of whoever looks, is its title.
import { makeStyles, tokens } from '@fluentui/react-components';

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** Longest first: unit and its seconds. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const useStyles = makeStyles({ never: { color: tokens.colorNeutralForeground2 } });

interface WhenProps {
  /** RFC 3339. */
  readonly at: string | null | undefined;
  /** What is said where it has not happened. */
  readonly never?: string;
}

export function When({ at, never = 'never' }: WhenProps) {
  const styles = useStyles();
  if (at == null) return <span className={styles.never}>{never}</span>;
  const moment = new Date(at);
  return (
    <time dateTime={at} title={EXACT.format(moment)}>
      {sinceNow(moment, new Date())}
    </time>
  );
}

/** "3 minutes ago", "in 2 days"; less than a minute is "just now". */
export function sinceNow(moment: Date, now: Date): string {
  const seconds = (moment.getTime() - now.getTime()) / 1_000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', undefined];
  return size === undefined ? 'just now' : RELATIVE.format(Math.trunc(seconds / size), unit);
}

export function exactTime(at: string): string {
  return EXACT.format(new Date(at));
}
