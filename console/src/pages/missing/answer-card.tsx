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
  small: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

export function AnswerCard({ answer }: { readonly answer: MissingAnswer }) {
  const styles = useStyles();
  const broken = stageOf(answer.kind);
  return (
    <article className={styles.root}>
      <h2 className={styles.sentence}>{answer.sentence}</h2>
      <ol className={styles.stages} aria-label="How far they came">
        {STAGES.map((stage, at) => (
          <li key={stage} className={mergeClasses(styles.stage, at === broken && styles.broken)}>
            <MoodIcon mood={at < broken ? 'good' : at === broken ? 'bad' : 'off'} />
            {stage}
          </li>
        ))}
      </ol>
      {answer.evidence.length > 0 && (
        <ul className={styles.evidence}>
          {answer.evidence.map(({ text, at, log_id }) => (
            <li key={`${text} ${at}`}>
              {text}{' '}
              <span className={styles.small}>
                {at !== null && <When at={at} />}{' '}
                {log_id !== undefined && <Link href={linkTo(['log', log_id])}>the request</Link>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {answer.advice !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{answer.advice}</MessageBarBody>
        </MessageBar>
      )}
    </article>
  );
}
