// What of the log is shown. It stands in the address, so that what was found can be sent to a colleague.
import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { OUTCOMES } from '../../components/outcomes.ts';
import { linkTo, replaceRoute } from '../../routing/route.ts';

const REST_MS = 300;

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.2fr) minmax(0, 1.6fr) minmax(0, 1fr) minmax(0, 1fr) auto',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 900px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  },
  input: { minWidth: 0, width: '100%' },
});

export interface LogFilter {
  readonly outcome: string;
  /** An id, or the beginning of a name. */
  readonly user: string;
  /** Days, as `2026-11-25`. */
  readonly from: string;
  readonly to: string;
  /** The moment of one request, RFC 3339: then the days do not count. */
  readonly at: string;
}

export function filterOf(query: URLSearchParams): LogFilter {
  const text = (name: string) => query.get(name) ?? '';
  return { outcome: text('outcome'), user: text('user'), from: text('from'), to: text('to'), at: text('at') };
}

/** Days begin and end where the one who looks lives. */
export function questionOf({ outcome, user, from, to, at }: LogFilter): Record<string, string | undefined> {
  if (at !== '') return { outcome, user, from: at, to: at };
  return {
    outcome,
    user,
    from: from === '' ? undefined : new Date(`${from}T00:00:00`).toISOString(),
    to: to === '' ? undefined : new Date(`${to}T23:59:59.999`).toISOString(),
  };
}

export function Filters({ filter }: { readonly filter: LogFilter }) {
  const styles = useStyles();
  const change = (part: Partial<LogFilter>) =>
    replaceRoute(linkTo(['log'], { ...filter, at: undefined, ...part }));
  const [user, setUser] = useState(filter.user);
  useEffect(() => setUser(filter.user), [filter.user]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the clock.
  useEffect(() => {
    if (user === filter.user) return;
    const timer = setTimeout(() => change({ user }), REST_MS);
    return () => clearTimeout(timer);
  }, [user]);
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <search className={styles.root}>
      <Field label="Outcome">
        <Select value={filter.outcome} onChange={(_event, { value }) => change({ outcome: value })}>
          <option value="">All</option>
          {Object.entries(OUTCOMES).map(([outcome, { word }]) => (
            <option key={outcome} value={outcome}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="User">
        <Input
          className={styles.input}
          type="search"
          placeholder="User name, e-mail or id"
          value={user}
          onChange={(_event, { value }) => setUser(value)}
        />
      </Field>
      <Field label="From">
        <Input
          className={styles.input}
          type="date"
          value={filter.from}
          onChange={(_event, { value }) => change({ from: value })}
        />
      </Field>
      <Field label="To">
        <Input
          className={styles.input}
          type="date"
          value={filter.to}
          onChange={(_event, { value }) => change({ to: value })}
        />
      </Field>
      <Button disabled={!isFiltered} onClick={() => replaceRoute(linkTo(['log']))}>
        Clear
      </Button>
    </search>
  );
}
