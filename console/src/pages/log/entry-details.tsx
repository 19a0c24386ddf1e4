// What is known of one request beyond its meaning.
import { Badge, Link, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { LogEntry } from '../../api/types.ts';
import { Facts } from '../../components/facts.tsx';
import { Json } from '../../components/json.tsx';
import { OUTCOMES } from '../../components/outcomes.ts';
import { exactTime } from '../../components/when.tsx';
import { linkTo } from '../../routing/route.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS} ${tokens.spacingVerticalXL} 52px`,
    '@media (max-width: 640px)': { paddingLeft: tokens.spacingHorizontalXS },
  },
  rules: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  bodies: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
});

export function EntryDetails({ id, entry }: { readonly id: string; readonly entry: LogEntry }) {
  const styles = useStyles();
  const { advice, detail, scim_type, user, group, dialects, masked_request, masked_response } = entry;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Outcome', OUTCOMES[entry.outcome].word],
    ['When', exactTime(entry.time)],
    ['Request', `${entry.method} ${entry.path}`],
    ['Status', scim_type === null ? entry.status : `${entry.status} ${scim_type}`],
    ['Detail', detail],
    ['User', user && <Subject kind="users" subject={user} />],
    ['Group', group && <Subject kind="groups" subject={group} />],
    ['Credential', entry.credential],
    ['Passed over', passedOver(entry)],
    ['Took', `${entry.duration_ms} ms`],
    ['Request id', entry.request_id],
    ['Dialect rules', dialects.length > 0 && <Rules rules={dialects} />],
  ];
  return (
    <div id={id} className={styles.root}>
      {advice !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{advice}</MessageBarBody>
        </MessageBar>
      )}
      <Facts
        facts={facts.flatMap(([name, value]) => (value === null || value === false ? [] : [{ name, value }]))}
      />
      <div className={styles.bodies}>
        {masked_request != null && <Json title="Request" value={masked_request} />}
        {masked_response != null && <Json title="Response" value={masked_response} />}
      </div>
    </div>
  );
}

/** What the request named and nobody here knows; null where there was none. */
function passedOver({ skipped_paths, unknown_members }: LogEntry): string | null {
  const all = [...skipped_paths, ...unknown_members];
  return all.length === 0 ? null : all.join(', ');
}

function Subject({
  kind,
  subject: { id, name },
}: {
  readonly kind: string;
  readonly subject: { readonly id: string | null; readonly name: string };
}) {
  return id === null ? name : <Link href={linkTo([kind, id])}>{name}</Link>;
}

function Rules({ rules }: { readonly rules: readonly string[] }) {
  const styles = useStyles();
  return (
    <span className={styles.rules}>
      {rules.map((rule) => (
        <Badge key={rule} appearance="outline" color="informative">
          {rule}
        </Badge>
      ))}
    </span>
  );
}
