// How this service proves to Azure who it is, without any secret of its own. @azure/identity takes longer to load than
// everything else together, so it is loaded when Azure is first asked.
import type { TokenCredential } from '@azure/identity';

/**
 * In Azure the managed identity and nothing else, because probing other ways delays a cold start; elsewhere whatever the
 * developer has signed in with. `clientId` names a user-assigned identity.
 */
export function createAzureCredential(options: {
  readonly host: 'azure' | 'elsewhere';
  readonly clientId: string | undefined;
}): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  const load = async (): Promise<TokenCredential> => {
    const { DefaultAzureCredential, ManagedIdentityCredential } = await import('./azure-clients.ts');
    if (options.host === 'elsewhere') return new DefaultAzureCredential();
    return options.clientId === undefined
      ? new ManagedIdentityCredential()
      : new ManagedIdentityCredential({ clientId: options.clientId });
  };
  return {
    getToken: async (scopes, getTokenOptions) => {
      credential ??= load();
      return await (await credential).getToken(scopes, getTokenOptions);
    },
  };
}
