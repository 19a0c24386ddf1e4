// What surrounds every page: who is looking, and the way to the others. On a narrow screen the navigation opens by a button,
// in the flow of the page, so that nothing traps the keyboard.
import { Button, makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { NavigationRegular } from '@fluentui/react-icons/svg/navigation';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useMayChange, useSession } from './api/api-context.ts';
import { Logo } from './components/logo.tsx';
import { ArrivalContext } from './components/page.tsx';
import { PAGES } from './pages/pages.tsx';
import { linkTo, useRoute } from './routing/route.ts';

const NARROW = '@media (max-width: 860px)';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: '224px minmax(0, 1fr)',
    gridTemplateRows: 'auto 1fr',
    minHeight: '100vh',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto auto 1fr' },
  },
  skip: {
    position: 'absolute',
    top: '-100px',
    left: tokens.spacingHorizontalM,
    zIndex: 2,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    ':focus': { top: tokens.spacingVerticalS },
  },
  header: {
    gridColumn: '1 / -1',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '48px',
    padding: `0 ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  who: {
    marginLeft: 'auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
  },
  burger: { display: 'none', minWidth: 'auto', [NARROW]: { display: 'inline-flex' } },
  nav: {
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalS}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: {
      display: 'none',
      padding: tokens.spacingHorizontalS,
      borderRight: 'none',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  open: { [NARROW]: { display: 'block' } },
  list: { display: 'grid', gap: '2px', margin: 0, padding: 0, listStyle: 'none' },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '36px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    [NARROW]: { minHeight: '44px' },
  },
  here: {
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground3,
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      width: '3px',
      height: '18px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandBackground,
    },
  },
  icon: { fontSize: '20px', flexShrink: 0, color: tokens.colorNeutralForeground2 },
  hereIcon: { color: tokens.colorCompoundBrandForeground1 },
  main: {
    minWidth: 0,
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL} 64px`,
    outline: 'none',
    [NARROW]: { padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} 64px` },
  },
});

export function Shell() {
  const styles = useStyles();
  const { segments } = useRoute();
  const { me, signOut } = useSession();
  const mayChange = useMayChange();
  const [isOpen, setOpen] = useState(false);
  const here = PAGES.find(({ path }) => path === segments[0]) ?? PAGES[0];
  const place = segments.join('/');
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone elsewhere has chosen.
  useEffect(() => setOpen(false), [place]);
  const arrival = useRef({ start: place, hasMoved: false });
  const Page = here?.page;

  return (
    <div className={styles.root}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <header className={styles.header}>
        <Button
          className={styles.burger}
          appearance="subtle"
          icon={isOpen ? <DismissRegular /> : <NavigationRegular />}
          aria-label="Navigation"
          aria-expanded={isOpen}
          aria-controls="navigation"
          onClick={() => setOpen((before) => !before)}
        />
        <Logo />
        <Text className={styles.who} size={200} title={me.name}>
          {me.name}
          {!mayChange && ', may look only'}
        </Text>
        <Button appearance="subtle" size="small" onClick={signOut}>
          Sign out
        </Button>
      </header>
      <nav
        id="navigation"
        aria-label="Console"
        className={mergeClasses(styles.nav, isOpen && styles.open)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        <ul className={styles.list}>
          {PAGES.map(({ path, title, icon: Icon }) => {
            const isHere = path === here?.path;
            return (
              <li key={path}>
                <a
                  href={linkTo([path])}
                  className={mergeClasses(styles.link, isHere && styles.here)}
                  aria-current={isHere ? 'page' : undefined}
                >
                  <Icon className={mergeClasses(styles.icon, isHere && styles.hereIcon)} />
                  {title}
                </a>
              </li>
            );
          })}
        </ul>
      </nav>
      <main id="main" className={styles.main} tabIndex={-1}>
        <ArrivalContext value={arrival.current}>
          <Suspense fallback={<Spinner label="Loading" />}>{Page && <Page key={here.path} />}</Suspense>
        </ArrivalContext>
      </main>
    </div>
  );
}
