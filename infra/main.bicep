// Rollcall in one resource group: the whole deployment behind the button, `azd up` and `az deployment group create`.
//
// It keeps three rules. Nothing has a key: storage, vault, telemetry and publishing accept Entra identities only. No secret leaves: the two
// secrets are made here, written to the vault, and never appear in an output. It may be run again at any time: names are derived from the
// resource group, secrets that exist are left alone, and the same parameters change nothing.

targetScope = 'resourceGroup'

metadata name = 'Rollcall'
metadata description = 'A SCIM 2.0 service in your own subscription: users and groups in, workspaces and roles out.'

import { AppSetting, DataRedundancy, InstanceMemory, NodeVersion, PrincipalType, ProvisioningState, role } from 'types.bicep'

// ---- Name and place

@description('Beginning of every resource\'s name: 2 to 8 lower-case letters and digits, a letter first.')
@minLength(2)
@maxLength(8)
param namePrefix string = 'rollcall'

@description('Changes the names, for a second deployment in the resource group or after a deletion: a deleted vault keeps its name for 90 days.')
param nameSalt string = ''

@description('Bring back the deleted key vault of the same name, with its tokens, in place of creating one.')
param recoverVault bool = false

@description('Azure region of all resources. It must offer Flex Consumption: az functionapp list-flexconsumption-locations.')
param location string = resourceGroup().location

@description('Tags of all resources.')
param tags object = {}

// ---- Code

@description('Version of Rollcall to run. Redeploy with a newer one to upgrade, with an older one to go back.')
param packageVersion string = loadJsonContent('../package.json', 'version')

@description('URL of the package in place of the released one, for tenants that cannot reach GitHub. It must be readable without sign-in.')
param packageUri string = ''

@description('Deploy the package. Switch off where another tool brings the code, such as azd.')
param deployCode bool = true

@description('Node.js version of the app.')
param nodeVersion NodeVersion = '24'

// ---- Size

@description('Memory of an instance in MB.')
param instanceMemoryMB InstanceMemory = 512

@description('The most instances that may run at once.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are always running. 0 is cheapest; the first request after a quiet time then waits some seconds, which provisioning does not mind. 1 answers at once and is billed around the clock.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('How the directory\'s data is copied. Choose Standard_LRS in regions without availability zones.')
param dataRedundancy DataRedundancy = 'Standard_ZRS'

@description('Lock the data storage account against deletion. Whoever deploys then needs Owner or User Access Administrator.')
param lockData bool = false

// ---- Access

@description('Object id of the person, group or service principal who may read and rotate the tokens in the vault; empty for whoever deploys.')
param operatorObjectId string = ''

@description('What operatorObjectId names.')
param operatorPrincipalType PrincipalType = 'User'

@description('Days until the token made by this deployment expires. A token that exists already keeps its date.')
@minValue(31)
@maxValue(730)
param tokenLifetimeDays int = 365

@description('Let only Microsoft Entra and extraAllowedCidrs reach the service. Leave off for Okta and other identity providers.')
param restrictToEntra bool = false

@description('Addresses or ranges that reach the service besides Entra: callers of the access API and people at the console.')
param extraAllowedCidrs string[] = []

@description('Application (client) id of the app registration whose tokens open the access API and the console; empty for none.')
param entraApplicationId string = ''

@description('Tenant whose tokens are accepted.')
param entraTenantId string = tenant().tenantId

@description('Accept the tokens that Entra\'s provisioning service signs itself, so that no secret token is needed there.')
param acceptEntraProvisioningTokens bool = false

@description('Audience of those tokens where it is not the one of the public cloud.')
param entraProvisioningAudience string = ''

@description('Offer /oauth2/token (client credentials) to identity providers that want it in place of a long-lived token.')
param enableOAuth bool = false

@description('With enableOAuth: application (client) id that signs in by workload identity federation, together with entraWorkloadSubject.')
param entraWorkloadId string = ''

@description('Object id of the service principal of entraWorkloadId.')
param entraWorkloadSubject string = ''

@description('Reach storage and vault through private endpoints only.')
param enablePrivateNetworking bool = false

@description('Address range of the virtual network, /24 or larger.')
param networkAddressPrefix string = '10.90.0.0/24'

@description('With private networking: IPv4 addresses or ranges from which operators may still read the vault.')
param vaultAllowedCidrs string[] = []

// ---- Directory. Empty means the service's own default.

@description('Beginning of the group names that make workspaces by themselves.')
param workspacePrefix string = ''

@description('What stands between workspace and role in such a group name.')
param roleSeparator string = ''

@description('Roles in the organization, strongest first, separated by commas.')
param organizationRoles string = ''

@description('E-mail domains that users may have; none for any.')
param allowedDomains string[] = []

@description('Allow the subdomains of allowedDomains too.')
param allowSubdomains bool = false

@description('Reactivate a deactivated user whom the identity provider adds to a group.')
param groupBasedUserProvisioning bool = false

@description('paused answers provisioning requests with 503, so that the identity provider tries again later.')
param provisioning ProvisioningState = 'enabled'

@description('Days that the provisioning log is kept.')
@minValue(1)
@maxValue(3650)
param provisioningLogDays int?

@description('Whom error messages tell people to turn to: an address or a URL.')
param supportContact string = ''

@description('Public base URL when the service stands behind a domain or gateway of your own, such as https://scim.example.com.')
param baseUrl string = ''

@description('More app settings, not for secrets. One of a name that the template sets replaces it. Settings made by hand are lost at the next deployment.')
param additionalAppSettings AppSetting[] = []

// ---- Watching

@description('Who is e-mailed when an alert fires; empty for nobody.')
param alertEmail string = ''

@description('Create the alerts.')
param enableAlerts bool = true

@description('Resource id of an existing Log Analytics workspace; empty to create one.')
param existingWorkspaceId string = ''

@description('GB a day after which the new workspace takes no more logs, a guard against cost; -1 for no limit.')
param logDailyCapGb int = 1

// ---- Made anew for each deployment; leave alone. GUIDs carry 122 random bits, hence three for a 256-bit secret.

@secure()
param tokenPart1 string = newGuid()
@secure()
param tokenPart2 string = newGuid()
@secure()
param tokenPart3 string = newGuid()
@secure()
param sealPart1 string = newGuid()
@secure()
param sealPart2 string = newGuid()
@secure()
param sealPart3 string = newGuid()

@description('Time of the deployment.')
param deploymentTime string = utcNow()

// The 30 digits of a version 4 GUID that are wholly random: all but the version digit and the one that begins with the variant.
func randomDigits(guid string) string =>
  '${substring(guid, 0, 8)}${substring(guid, 9, 4)}${substring(guid, 15, 3)}${substring(guid, 20, 3)}${substring(guid, 24, 12)}'

var token = 'rollcall_${take('${randomDigits(tokenPart1)}${randomDigits(tokenPart2)}${randomDigits(tokenPart3)}', 64)}'
var seal = take('${randomDigits(sealPart1)}${randomDigits(sealPart2)}${randomDigits(sealPart3)}', 64)

var prefix = toLower(replace(namePrefix, '-', ''))
var suffix = take(uniqueString(subscription().id, resourceGroup().id, namePrefix, nameSalt), 12)
var name = '${prefix}-${suffix}'

var repository = loadJsonContent('../package.json', 'repository')
var releasedPackage = '${repository}/releases/download/v${packageVersion}/released-package.zip'
var packageUrl = !deployCode ? '' : empty(packageUri) ? releasedPackage : packageUri

var networkAccess = enablePrivateNetworking ? 'Private' : 'Public'
var packageContainer = 'app-package'
var tableName = 'rollcall'

var operatorId = empty(operatorObjectId) ? deployer().objectId : operatorObjectId
// Azure leaves userPrincipalName out, rather than empty, where a pipeline deploys.
var deployerType = empty(deployer().?userPrincipalName) ? 'ServicePrincipal' : 'User'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceName: 'log-${name}'
    insightsName: 'appi-${name}'
    actionGroupName: 'ag-${name}'
    existingWorkspaceId: existingWorkspaceId
    dailyCapGb: logDailyCapGb
    publisherId: identity.id
    publisherPrincipalId: identity.properties.principalId
    notify: enableAlerts
    alertEmail: alertEmail
  }
}

module hostStorage 'modules/storage.bicep' = {
  params: {
    name: 'st${prefix}${suffix}h'
    location: location
    tags: tags
    sku: 'Standard_LRS'
    networkAccess: networkAccess
    containers: [packageContainer]
    roleAssignments: [
      // The host keeps its keys, locks and packages here and needs Owner: Contributor fails when it first writes its keys.
      {
        principal: identity.id
        principalId: identity.properties.principalId
        principalType: 'ServicePrincipal'
        roleId: role.storageBlobDataOwner
      }
      // It also writes its diagnostic events to a table, and complains all the time where it cannot.
      {
        principal: identity.id
        principalId: identity.properties.principalId
        principalType: 'ServicePrincipal'
        roleId: role.storageTableDataContributor
      }
    ]
  }
}

module dataStorage 'modules/storage.bicep' = {
  params: {
    name: 'st${prefix}${suffix}d'
    location: location
    tags: tags
    sku: dataRedundancy
    networkAccess: networkAccess
    tables: [tableName]
    lock: lockData
    roleAssignments: [
      {
        principal: identity.id
        principalId: identity.properties.principalId
        principalType: 'ServicePrincipal'
        roleId: role.storageTableDataContributor
      }
    ]
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: 'kv-${name}'
    location: location
    tags: tags
    networkAccess: networkAccess
    allowedCidrs: vaultAllowedCidrs
    recover: recoverVault
    token: token
    tokenExpiresAt: dateTimeToEpoch(dateTimeAdd(deploymentTime, 'P${tokenLifetimeDays}D'))
    seal: seal
    workspaceId: monitoring.outputs.workspaceId
    alertOnExpiry: enableAlerts
    actionGroupId: monitoring.outputs.actionGroupId
    roleAssignments: [
      {
        principal: identity.id
        principalId: identity.properties.principalId
        principalType: 'ServicePrincipal'
        roleId: role.keyVaultSecretsUser
      }
      {
        principal: operatorId
        principalId: operatorId
        principalType: empty(operatorObjectId) ? deployerType : operatorPrincipalType
        roleId: role.keyVaultSecretsOfficer
      }
    ]
  }
}

module network 'modules/network.bicep' = if (enablePrivateNetworking) {
  params: {
    location: location
    tags: tags
    name: name
    addressPrefix: networkAddressPrefix
    targets: [
      { name: 'host-blob', resourceId: hostStorage.outputs.id, groupId: 'blob' }
      { name: 'host-table', resourceId: hostStorage.outputs.id, groupId: 'table' }
      { name: 'data-table', resourceId: dataStorage.outputs.id, groupId: 'table' }
      { name: 'vault', resourceId: vault.outputs.id, groupId: 'vault' }
    ]
  }
}

// What the Functions host reads. Service URLs rather than account names: they are right in every cloud.
var hostSettings = [
  { name: 'AzureWebJobsStorage__blobServiceUri', value: hostStorage.outputs.blobEndpoint }
  { name: 'AzureWebJobsStorage__tableServiceUri', value: hostStorage.outputs.tableEndpoint }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: monitoring.outputs.connectionString }
  {
    name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
    value: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  }
]

// What src/config.ts reads. One left empty is not set at all, so that the default stands in one place, the code.
var serviceSettings = [
  { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
  { name: 'AZURE_AUTHORITY_HOST', value: environment().authentication.loginEndpoint }
  { name: 'ROLLCALL_TABLES_URL', value: dataStorage.outputs.tableEndpoint }
  { name: 'ROLLCALL_TABLE_NAME', value: tableName }
  { name: 'ROLLCALL_VAULT_URL', value: vault.outputs.uri }
  { name: 'ROLLCALL_BASE_URL', value: baseUrl }
  { name: 'ROLLCALL_OAUTH', value: enableOAuth ? 'on' : 'off' }
  { name: 'ROLLCALL_ENTRA_TENANT_ID', value: entraTenantId }
  { name: 'ROLLCALL_ENTRA_APPLICATION_ID', value: entraApplicationId }
  { name: 'ROLLCALL_ENTRA_PROVISIONING_JWT', value: acceptEntraProvisioningTokens ? 'on' : 'off' }
  { name: 'ROLLCALL_ENTRA_PROVISIONING_AUDIENCE', value: entraProvisioningAudience }
  { name: 'ROLLCALL_ENTRA_WORKLOAD_ID', value: entraWorkloadId }
  { name: 'ROLLCALL_ENTRA_WORKLOAD_SUBJECT', value: entraWorkloadSubject }
  { name: 'ROLLCALL_WORKSPACE_PREFIX', value: workspacePrefix }
  { name: 'ROLLCALL_ROLE_SEPARATOR', value: roleSeparator }
  { name: 'ROLLCALL_ORGANIZATION_ROLES', value: organizationRoles }
  { name: 'ROLLCALL_ALLOWED_DOMAINS', value: join(allowedDomains, ',') }
  { name: 'ROLLCALL_ALLOW_SUBDOMAINS', value: allowSubdomains ? 'true' : 'false' }
  { name: 'ROLLCALL_GROUP_BASED_USER_PROVISIONING', value: groupBasedUserProvisioning ? 'true' : 'false' }
  { name: 'ROLLCALL_PROVISIONING', value: provisioning }
  { name: 'ROLLCALL_LOG_DAYS', value: provisioningLogDays == null ? '' : string(provisioningLogDays) }
  { name: 'ROLLCALL_SUPPORT_CONTACT', value: supportContact }
]

var additionalNames = map(additionalAppSettings, setting => toLower(setting.name))
var templateSettings = filter(
  concat(hostSettings, serviceSettings),
  setting => !empty(setting.value) && !contains(additionalNames, toLower(setting.name))
)

module app 'modules/app.bicep' = {
  params: {
    name: 'func-${name}'
    planName: 'plan-${name}'
    location: location
    tags: tags
    identityId: identity.id
    nodeVersion: nodeVersion
    instanceMemory: instanceMemoryMB
    maximumInstances: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    packageContainerUrl: '${hostStorage.outputs.blobEndpoint}${packageContainer}'
    appSettings: concat(templateSettings, additionalAppSettings)
    restrictToEntra: restrictToEntra
    allowedCidrs: extraAllowedCidrs
    subnetId: network.?outputs.functionSubnetId ?? ''
    packageUrl: packageUrl
  }
}

module alerts 'modules/alerts.bicep' = if (enableAlerts) {
  params: {
    location: location
    tags: tags
    namePrefix: name
    insightsId: monitoring.outputs.insightsId
    workspaceId: monitoring.outputs.workspaceId
    dataStorageId: dataStorage.outputs.id
    vaultId: vault.outputs.id
    actionGroupId: monitoring.outputs.actionGroupId
    watchDailyCap: empty(existingWorkspaceId) && logDailyCapGb > 0
  }
}

var publicUrl = empty(baseUrl) ? 'https://${app.outputs.hostName}' : baseUrl

@description('Tenant URL: what Microsoft Entra or Okta is given.')
output scimUrl string = '${publicUrl}/scim/v2'

@description('The administration page.')
output consoleUrl string = '${publicUrl}/console'

@description('Version, commit and whether storage and vault answer.')
output healthUrl string = '${publicUrl}/health'

@description('The command that prints the token, for whoever operatorObjectId names.')
output readTokenCommand string = 'az keyvault secret show --vault-name ${vault.outputs.name} --name ${vault.outputs.tokenSecretName} --query value --output tsv'

@description('The key vault that holds the tokens.')
output vaultName string = vault.outputs.name

@description('The function app, for az functionapp and the log stream.')
output functionAppName string = app.outputs.name

@description('Object id of the service\'s identity, for roles of your own.')
output identityPrincipalId string = identity.properties.principalId

@description('The package that was deployed; empty for none.')
output packageUrl string = packageUrl
