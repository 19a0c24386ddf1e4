// Signed in, the console; before, what it takes to sign in.
import { Button, makeStyles, Spinner, Text, Title2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { SessionContext } from './api/api-context.ts';
import { Logo } from './components/logo.tsx';
import { ProblemMessage } from './components/problem-message.tsx';
import { Shell } from './shell.tsx';
import { type SignInState, useSignIn } from './sign-in/use-sign-in.ts';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    justifyItems: 'center',
    alignContent: 'center',
    minHeight: '100vh',
    padding: tokens.spacingHorizontalL,
  },
  card: {
    display: 'grid',
    justifyItems: 'start',
    gap: tokens.spacingVerticalL,
    width: 'min(440px, 100%)',
    padding: tokens.spacingHorizontalXXXL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow8,
  },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    padding: '2px 6px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground4,
  },
});

export function Console() {
  const state = useSignIn();
  if (state.kind === 'waiting') return <Waiting />;
  if (state.kind !== 'signedIn') return <Entrance state={state} />;
  return (
    <SessionContext value={state.session}>
      <Shell />
    </SessionContext>
  );
}

function Waiting() {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <Spinner label="Signing in" />
    </main>
  );
}

function Entrance({ state }: { readonly state: Extract<SignInState, { kind: 'linkNeeded' | 'refused' }> }) {
  return state.kind === 'linkNeeded' ? (
    <Card title="Open the link once more">
      <Text>
        You are signed in by the link that <Code>npm start</Code> prints, and each link works once. A new one
        is made by <Code>npm run console</Code>.
      </Text>
      {state.problem && <ProblemMessage problem={state.problem} />}
    </Card>
  ) : (
    <Card title="You are not signed in">
      <ProblemMessage problem={state.problem} />
      {state.problem.status === 403 && (
        <Text>
          Somebody who administers this application in Entra can give you the app role{' '}
          <Code>Rollcall.Admin</Code>, or <Code>Rollcall.Reader</Code> to look only.
        </Text>
      )}
      {state.again && (
        <Button appearance="primary" onClick={state.again}>
          Sign in
        </Button>
      )}
    </Card>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <Title2 as="h1">{title}</Title2>
        {children}
      </div>
    </main>
  );
}

function Code({ children }: { readonly children: string }) {
  return <code className={useStyles().code}>{children}</code>;
}
