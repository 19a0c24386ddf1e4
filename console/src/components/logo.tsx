import { makeStyles, tokens } from '@fluentui/react-components';
import icon from '../icon.svg';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
});

export function Logo() {
  return (
    <span className={useStyles().root}>
      <img src={icon} width={24} height={24} alt="" />
      Rollcall
    </span>
  );
}
