// The clients of Azure's identity and of Key Vault, in a file of their own beside the bundle (build.ts): they are a third of all
// code, and only what is asked of Azure needs them.
export { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
export { SecretClient } from '@azure/keyvault-secrets';
