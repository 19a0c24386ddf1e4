// The start of the page: styles first, since Fluent writes them into the document and the page's Content-Security-Policy
// lets only those in that carry the nonce of this answer; then who is looking; then the page that the address names.
import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './console.tsx';
import { Theme } from './theme.tsx';

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;
const renderer = createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {});
const root = document.getElementById('root');

if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <RendererProvider renderer={renderer}>
        <Theme>
          <Console />
        </Theme>
      </RendererProvider>
    </StrictMode>,
  );
}
