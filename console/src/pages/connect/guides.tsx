// What to do at the identity provider, with the exact values to paste. A step turns green when the first request arrives that
// shows it.
import { makeStyles, Tab, TabList, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { GUIDES } from '../../api/requests.ts';
import type { Guide, GuideStep } from '../../api/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { type Step, Steps } from '../../components/steps.tsx';
import { When } from '../../components/when.tsx';

const useStyles = makeStyles({
  values: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    alignItems: 'start',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  text: { maxWidth: '75ch', color: tokens.colorNeutralForeground1, whiteSpace: 'pre-line' },
});

export function Guides() {
  const { data, problem } = useAnswer(GUIDES, 5_000);
  const [chosen, setChosen] = useState<Guide['id']>('entra');
  const guide = data?.data.find(({ id }) => id === chosen);
  return (
    <Section title="Step by step" intro={guide === undefined ? undefined : progressOf(guide)}>
      {problem && <ProblemMessage problem={problem} />}
      <TabList selectedValue={chosen} onTabSelect={(_event, { value }) => setChosen(value as Guide['id'])}>
        {data?.data.map(({ id, title }) => (
          <Tab key={id} value={id}>
            {title}
          </Tab>
        ))}
      </TabList>
      {guide && <Steps key={guide.id} steps={guide.steps.map(stepOf)} />}
    </Section>
  );
}

function progressOf({ steps }: Guide): string {
  const shown = steps.filter(({ done }) => done !== null);
  const done = shown.filter((step) => step.done);
  return `A step turns green when the first request arrives that shows it: ${done.length} of ${shown.length} have.`;
}

function stepOf(step: GuideStep): Step {
  const { title, done, seen_at } = step;
  return {
    title,
    isDone: done ?? undefined,
    aside:
      done === true && seen_at !== null ? (
        <>
          seen <When at={seen_at} />
        </>
      ) : undefined,
    body: <GuideBody step={step} />,
    folds: 'when done',
  };
}

function GuideBody({ step: { text, values } }: { readonly step: GuideStep }) {
  const styles = useStyles();
  return (
    <>
      <Text className={styles.text}>{text}</Text>
      {values.length > 0 && (
        <div className={styles.values}>
          {values.map(({ label, value }) => (
            <CopyField key={label} label={label} value={value} />
          ))}
        </div>
      )}
    </>
  );
}
