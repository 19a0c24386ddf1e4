// One answer: the sentence, how far the person came on the way from the identity provider to a role, what shows it, and what to
// do.
import {
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import type { MissingAnswer } from '../../api/types.ts';
import { HIDDEN } from '../../components/hidden.ts';
import { MoodIcon } from '../../components/state-word.tsx';
import { When } from '../../components/when.tsx';
import { linkTo } from '../../routing/route.ts';
import { STAGES, stageOf } from './stages.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  sentence: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: 'anywhere',
  },
  stages: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  stage: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: `2px ${tokens.spacingHorizontalMNudge} 2px ${tokens.spacingHorizontalSNudge}`,
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  broken: {
    border: `1px solid ${tokens.colorStatusDangerBorder2}`,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
  },
  evidence: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    margin: 0,
    paddingLeft: tokens.spacingHorizontalL,
    fontSize: tokens.fontSizeBase300,
    overflowWrap: 'anywhere',
  },
  hidden: HIDDEN,
  small: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface AnswerCardProps {
  readonly answer: MissingAnswer;
  /** A refusal is the end of the way only where nothing else is known of the person. */
  readonly isOnly: boolean;
}

export function AnswerCard({ answer, isOnly }: AnswerCardProps) {
  const styles = useStyles();
  const { kind, sentence, evidence, advice } = answer;
  const end = kind === 'refused' && !isOnly ? undefined : stageOf(kind);
  return (
    <article className={styles.root}>
      <h2 className={styles.sentence}>{sentence}</h2>
      {end !== undefined && <Stages end={end} />}
      {evidence.length > 0 && (
        <ul className={styles.evidence}>
          {evidence.map(({ text, at, log_id }) => (
            <li key={`${text} ${at}`}>
              {text}{' '}
              <span className={styles.small}>
                {at !== null && <When at={at} />}{' '}
                {at !== null && log_id !== undefined && (
                  <Link href={linkTo(['log'], { at })}>the request</Link>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {advice !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{advice}</MessageBarBody>
        </MessageBar>
      )}
    </article>
  );
}

function Stages({ end }: { readonly end: number }) {
  const styles = useStyles();
  return (
    <ol className={styles.stages} aria-label="How far they came">
      {STAGES.map((stage, at) => (
        <li key={stage} className={mergeClasses(styles.stage, at === end && styles.broken)}>
          <MoodIcon mood={at < end ? 'good' : at === end ? 'bad' : 'off'} />
          {stage}
          {at === end && <span className={styles.hidden}>: no</span>}
        </li>
      ))}
    </ol>
  );
}
