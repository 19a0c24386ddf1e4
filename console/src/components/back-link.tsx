// The way from one thing to the list that it stands in.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronLeftRegular } from '@fluentui/react-icons/svg/chevron-left';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '2px',
    width: 'fit-content',
    fontSize: tokens.fontSizeBase200,
  },
});

export function BackLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <Link href={to} className={useStyles().root}>
      <ChevronLeftRegular />
      {children}
    </Link>
  );
}
