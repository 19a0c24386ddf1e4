// Whether somebody or something counts, as a word with a mark before it.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { DismissCircleFilled } from '@fluentui/react-icons/svg/dismiss-circle';
import { InfoFilled } from '@fluentui/react-icons/svg/info';
import { SubtractCircleFilled } from '@fluentui/react-icons/svg/subtract-circle';
import { WarningFilled } from '@fluentui/react-icons/svg/warning';
import type { ReactNode } from 'react';

const ICONS = {
  good: CheckmarkCircleFilled,
  bad: DismissCircleFilled,
  warning: WarningFilled,
  off: SubtractCircleFilled,
  note: InfoFilled,
} as const;

export type Mood = keyof typeof ICONS;

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  icon: { flexShrink: 0, fontSize: '16px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  off: { color: tokens.colorNeutralForeground3 },
  note: { color: tokens.colorBrandForeground1 },
});

export function MoodIcon({ mood, className }: { readonly mood: Mood; readonly className?: string }) {
  const styles = useStyles();
  const Icon = ICONS[mood];
  return <Icon className={mergeClasses(styles.icon, styles[mood], className)} aria-hidden="true" />;
}

export function StateWord({ mood, children }: { readonly mood: Mood; readonly children: ReactNode }) {
  return (
    <span className={useStyles().root}>
      <MoodIcon mood={mood} />
      {children}
    </span>
  );
}
