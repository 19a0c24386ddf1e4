// One storage account without keys: Shared Key is off, so the only way in is an Entra token and a role assigned here.
// Used twice. The host's account holds locks, keys and packages, which Azure Functions writes as it likes; the data account holds the
// directory and nothing else, so that load on, loss of, or access to one is not load on, loss of, or access to the other.

import { NetworkAccess, RoleAssignment } from '../types.bicep'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param sku string
param networkAccess NetworkAccess

@description('Names of the blob containers to create.')
param containers string[] = []

@description('Names of the tables to create.')
param tables string[] = []

param roleAssignments RoleAssignment[]

@description('Put a lock on the account that must be removed before anyone can delete it.')
param lock bool = false

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: networkAccess == 'Private' ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: networkAccess == 'Private' ? 'Deny' : 'Allow'
    }
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = if (!empty(containers)) {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for containerName in containers: {
    parent: blobService
    name: containerName
    properties: {
      publicAccess: 'None'
    }
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = if (!empty(tables)) {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for tableName in tables: {
    parent: tableService
    name: tableName
  }
]

// principalType spares Azure a look-up that fails while a fresh identity is not yet known everywhere.
resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for item in roleAssignments: {
    scope: account
    name: guid(account.id, item.principal, item.roleId)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', item.roleId)
      principalId: item.principalId
      principalType: item.principalType
    }
  }
]

resource deleteLock 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  scope: account
  name: 'keep-directory'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the directory of Rollcall. Table Storage has no undelete.'
  }
}

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output tableEndpoint string = account.properties.primaryEndpoints.table
