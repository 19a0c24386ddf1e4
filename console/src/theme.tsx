// Light or dark, as the system asks for, also when it changes while the page is open. Fonts are the system's: the page
// fetches nothing from elsewhere.
import {
  FluentProvider,
  makeStaticStyles,
  tokens,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';
import { type ReactNode, useSyncExternalStore } from 'react';

const DARK = window.matchMedia('(prefers-color-scheme: dark)');

const useDocumentStyles = makeStaticStyles({
  body: { margin: 0 },
  '*, *::before, *::after': { boxSizing: 'border-box' },
  '@media (prefers-reduced-motion: reduce)': {
    '*, *::before, *::after': {
      animationDuration: '0.01ms !important',
      transitionDuration: '0.01ms !important',
    },
  },
});

/** `children` in the theme of the system. */
export function Theme({ children }: { readonly children: ReactNode }) {
  useDocumentStyles();
  const isDark = useSyncExternalStore(onSchemeChange, () => DARK.matches);
  return (
    <FluentProvider
      theme={isDark ? webDarkTheme : webLightTheme}
      style={{ backgroundColor: tokens.colorNeutralBackground2, minHeight: '100vh' }}
    >
      {children}
    </FluentProvider>
  );
}

function onSchemeChange(notify: () => void): () => void {
  DARK.addEventListener('change', notify);
  return () => DARK.removeEventListener('change', notify);
}
