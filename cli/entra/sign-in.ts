// Signing in to Microsoft Graph: by device code, as a person, with the permissions named one by one. Nothing else is tried
// when it fails: the token of the Azure CLI, for one, may lack the permissions for provisioning, and would fail later and
// less clearly.
import type { AccessToken, TokenCredential } from '@azure/core-auth';
import { DeviceCodeCredential, type DeviceCodeCredentialOptions } from '@azure/identity';
import { CommandError } from '../command.ts';

/** Microsoft Graph Command Line Tools: Microsoft's own public client, which may ask for any delegated permission. */
export const GRAPH_COMMAND_LINE_TOOLS = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

export interface SignIn {
  /** Id or domain of the tenant. */
  readonly tenant: string;
  readonly clientId: string;
  readonly authority: string;
}

/** @param tell is given Microsoft's sentence with the code and the address to type it at */
export function signInByDeviceCode(
  { tenant, clientId, authority }: SignIn,
  tell: (line: string) => void,
  options: Pick<DeviceCodeCredentialOptions, 'httpClient'> = {},
): TokenCredential {
  // Entra says why it refuses on that page only; the library passes on a code.
  let more = '';
  const credential = new DeviceCodeCredential({
    ...options,
    tenantId: tenant,
    clientId,
    authorityHost: authority,
    userPromptCallback: ({ message }) => {
      more = ' The page where the code was typed says more.';
      tell(message);
    },
  });
  return {
    async getToken(scopes): Promise<AccessToken> {
      try {
        return await credential.getToken(scopes);
      } catch (cause) {
        const sentences = [
          `Signing in failed: ${firstLine(cause)}.${more}`,
          `The client was ${clientId}${clientId === GRAPH_COMMAND_LINE_TOOLS ? ' (Microsoft Graph Command Line Tools)' : ''}; no other was tried, nor the sign-in of az or PowerShell.`,
          'Where your organization does not allow this client, register a public client of your own with the delegated permissions of Microsoft Graph named in docs/entra.md, and give its id with --client-id.',
        ];
        throw new CommandError(sentences.join(' '), 1, cause);
      }
    },
  };
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return line.replace(/\.$/, '');
}
