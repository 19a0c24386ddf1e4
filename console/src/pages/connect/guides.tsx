// What to do at the identity provider, with the exact values to paste. A step turns green when the first request arrives that
// shows it.
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { GUIDES } from '../../api/requests.ts';
import type { Guide, GuideStep } from '../../api/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { type Step, Steps } from '../../components/steps.tsx';
import { When } from '../../components/when.tsx';
import { linkTo, useRoute } from '../../routing/route.ts';

const useStyles = makeStyles({
  tabs: {
    display: 'flex',
    gap: tokens.spacingHorizontalL,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  tab: {
    display: 'block',
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: '3px solid transparent',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  chosen: {
    borderBottom: `3px solid ${tokens.colorCompoundBrandStroke}`,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
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
  const styles = useStyles();
  const chosen = useRoute().query.get('guide');
  const guide = data?.data.find(({ id }) => id === chosen) ?? data?.data[0];
  return (
    <Section title="Step by step" intro={guide === undefined ? undefined : progressOf(guide)}>
      {problem && <ProblemMessage problem={problem} />}
      <nav aria-label="Identity provider">
        <ul className={styles.tabs}>
          {data?.data.map(({ id, title }) => (
            <li key={id}>
              <a
                href={linkTo(['connect'], { guide: id })}
                className={mergeClasses(styles.tab, id === guide?.id && styles.chosen)}
                aria-current={id === guide?.id ? 'true' : undefined}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
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
