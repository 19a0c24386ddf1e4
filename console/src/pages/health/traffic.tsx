// What came of the requests of a day, as one bar; its parts are links to those requests.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import type { Outcome } from '../../api/types.ts';
import { OUTCOMES } from '../../components/outcomes.ts';
import { StateWord } from '../../components/state-word.tsx';
import { linkTo } from '../../routing/route.ts';

const COLORS: Readonly<Record<Outcome, string>> = {
  applied: tokens.colorStatusSuccessForeground1,
  unchanged: tokens.colorNeutralStroke1,
  read: tokens.colorBrandStroke1,
  refused: tokens.colorStatusDangerForeground1,
  rejected_credential: tokens.colorStatusDangerForeground3,
  failed: tokens.colorStatusWarningForeground3,
};

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    gap: '2px',
    height: '12px',
    borderRadius: tokens.borderRadiusCircular,
    overflow: 'hidden',
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXL}`,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    fontSize: tokens.fontSizeBase300,
  },
});

export function Traffic({ counts }: { readonly counts: Readonly<Record<Outcome, number>> }) {
  const styles = useStyles();
  const parts = (Object.keys(OUTCOMES) as Outcome[]).filter((outcome) => counts[outcome] > 0);
  if (parts.length === 0) return null;
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {parts.map((outcome) => (
          <span
            key={outcome}
            style={{ flexGrow: counts[outcome], minWidth: 4, backgroundColor: COLORS[outcome] }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map((outcome) => (
          <li key={outcome}>
            <Link href={linkTo(['log'], { outcome })}>
              <StateWord mood={OUTCOMES[outcome].mood}>
                {OUTCOMES[outcome].word} {counts[outcome].toLocaleString('en')}
              </StateWord>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
