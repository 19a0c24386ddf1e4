// The most closed deployment: private endpoints, only Entra and two offices let in, an existing workspace, the data locked.
using '../main.bicep'

param namePrefix = 'people'
param operatorObjectId = '11111111-1111-4111-8111-111111111111'
param operatorPrincipalType = 'Group'
param alertEmail = 'directory@example.com'
param restrictToEntra = true
param extraAllowedCidrs = ['203.0.113.0/24', '2001:db8::1']
param enablePrivateNetworking = true
param vaultAllowedCidrs = ['203.0.113.0/24']
param existingWorkspaceId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/shared'
param alwaysReadyInstances = 1
param instanceMemoryMB = 2048
param dataRedundancy = 'Standard_GZRS'
param lockData = true
param entraApplicationId = '22222222-2222-4222-8222-222222222222'
param acceptEntraProvisioningTokens = true
param enableOAuth = true
param entraWorkloadId = '44444444-4444-4444-8444-444444444444'
param entraWorkloadSubject = '55555555-5555-4555-8555-555555555555'
param workspacePrefix = 'app-'
param allowedDomains = ['example.com', 'example.org']
param provisioningLogDays = 30
param baseUrl = 'https://scim.example.com'
param additionalAppSettings = [
  { name: 'ROLLCALL_WORKSPACE_PREFIX', value: 'team-' }
  { name: 'WEBSITE_DNS_SERVER', value: '10.90.0.200' }
]
