// How the directory is: first what somebody should look at, then the numbers.
import { Spinner, Text } from '@fluentui/react-components';
import { HEALTH } from '../../api/requests.ts';
import type { Health as HealthBody } from '../../api/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { When } from '../../components/when.tsx';
import { Findings } from './findings.tsx';
import { type Tile, Tiles } from './tiles.tsx';
import { Traffic } from './traffic.tsx';

const EVERY_MS = 15_000;

export default function Health() {
  const { data, problem } = useAnswer(HEALTH, EVERY_MS);
  return (
    <Page title="Health" intro="How this directory is, and what to do where something is wrong.">
      {problem && <ProblemMessage problem={problem} />}
      {data === undefined && problem === undefined && <Spinner label="Reading" />}
      {data && (
        <>
          <Findings findings={data.findings} />
          <Tiles tiles={tilesOf(data)} />
          <Section title="Requests of the last 24 hours" intro={lastRequestOf(data)}>
            <Traffic counts={data.last_24_hours} />
            <Text size={200}>{logOf(data)}</Text>
          </Section>
        </>
      )}
    </Page>
  );
}

function lastRequestOf({ last_request }: HealthBody) {
  if (last_request === null) return 'No identity provider has asked for anything yet.';
  return (
    <>
      The last one came <When at={last_request.time} />: {last_request.sentence}
    </>
  );
}

function logOf({ log: { days, lost_entries } }: HealthBody): string {
  const lost = lost_entries === 0 ? '' : ` ${lost_entries.toLocaleString('en')} entries could not be kept.`;
  return `The provisioning log is kept for ${days} days.${lost}`;
}

const FLAG = {
  present: 'the standard form of PATCH',
  absent: 'its older form of PATCH',
} as const;

function tilesOf(health: HealthBody): readonly Tile[] {
  const { entra_flag, next_expiry, reevaluation } = health;
  return [
    { name: 'Users', value: health.users.toLocaleString('en') },
    { name: 'Groups', value: health.groups.toLocaleString('en') },
    { name: 'Error rate, 24 hours', value: `${(health.error_rate * 100).toFixed(1)} %` },
    {
      name: 'Next token to expire',
      value: next_expiry === null ? 'none' : <When at={next_expiry.expires_at} />,
      note: next_expiry?.label,
    },
    { name: 'Table Storage', value: <Reachable state={health.storage} /> },
    { name: 'Key vault', value: <Reachable state={health.vault} /> },
    {
      name: 'Provisioning',
      value:
        health.provisioning === 'enabled' ? (
          <StateWord mood="good">enabled</StateWord>
        ) : (
          <StateWord mood="warning">paused</StateWord>
        ),
    },
    {
      name: 'Dialect of Entra',
      value: entra_flag === null ? 'not seen yet' : FLAG[entra_flag],
      note: entra_flag === 'present' ? 'feature flag aadOptscim062020 seen' : undefined,
    },
    ...(reevaluation === null
      ? []
      : [
          {
            name: 'Change of settings',
            value: `${reevaluation.examined.toLocaleString('en')} looked at`,
            note: `${reevaluation.changed.toLocaleString('en')} changed so far`,
          },
        ]),
  ];
}

function Reachable({ state }: { readonly state: HealthBody['vault'] }) {
  if (state === 'none') return <StateWord mood="off">not used</StateWord>;
  return state === 'ok' ? (
    <StateWord mood="good">answers</StateWord>
  ) : (
    <StateWord mood="bad">does not answer</StateWord>
  );
}
