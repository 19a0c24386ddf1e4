// How an identity provider is connected: the address, a token, and what to do there step by step.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CONNECTION } from '../../api/requests.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { Guides } from './guides.tsx';
import { Tokens } from './tokens.tsx';

const useStyles = makeStyles({
  addresses: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 340px), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
});

export default function Connect() {
  const styles = useStyles();
  const { data, problem } = useAnswer(CONNECTION);
  return (
    <Page
      title="Connect"
      intro="Let Microsoft Entra, Okta or any SCIM 2.0 client bring people and groups here. It needs this address and a token."
    >
      {problem && <ProblemMessage problem={problem} />}
      <Section title="Address">
        <div className={styles.addresses}>
          <CopyField label="SCIM URL" value={data?.scim_url ?? '…'} />
          {data?.token_url != null && <CopyField label="Token endpoint (OAuth 2.0)" value={data.token_url} />}
        </div>
        {data?.secretless.workload_identity === 'on' && (
          <Text>
            Entra may come by workload identity federation, without a token: the token endpoint is for that,
            too.
          </Text>
        )}
        {data?.secretless.entra_token === 'on' && (
          <Text>Entra may leave its secret token empty: what it signs itself is accepted.</Text>
        )}
      </Section>
      <Tokens directory={data?.directory ?? 'default'} />
      <Guides />
    </Page>
  );
}
