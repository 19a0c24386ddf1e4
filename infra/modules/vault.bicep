// The vault and the two secrets that are made in the deployment and then left alone.
// scim-token is what an identity provider presents; rollcall-seal is what the service derives its own keys from. Both are written only where
// they do not exist (onlyIfNotExists), so a redeployment neither changes nor shows them, and a rotated token stays rotated.

import { NetworkAccess, RoleAssignment } from '../types.bicep'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param networkAccess NetworkAccess

@description('IPv4 addresses or ranges that may reach the vault from outside when access is private.')
param allowedCidrs string[]

@description('Bring back the deleted vault of this name, with its secrets, in place of creating one.')
param recover bool

param roleAssignments RoleAssignment[]

@secure()
param token string

@description('When the token stops being accepted, as seconds since 1970.')
param tokenExpiresAt int

@secure()
param seal string

param workspaceId string

@description('Tell the action group when a token is about to expire.')
param alertOnExpiry bool
param actionGroupId string

// Purge protection cannot be taken back once on; it keeps a deleted vault, and every name in it, for the whole retention time.
resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    createMode: recover ? 'recover' : 'default'
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: networkAccess == 'Private' && empty(allowedCidrs) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: networkAccess == 'Private' ? 'Deny' : 'Allow'
      ipRules: [for cidr in allowedCidrs: { value: cidr }]
    }
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for item in roleAssignments: {
    scope: vault
    name: guid(vault.id, item.principal, item.roleId)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', item.roleId)
      principalId: item.principalId
      principalType: item.principalType
    }
  }
]

// Key Vault announces an expiry 30 days ahead, and only for versions made after somebody listens: hence before the token.
resource events 'Microsoft.EventGrid/systemTopics@2025-02-15' = if (alertOnExpiry) {
  name: '${name}-events'
  location: location
  tags: tags
  properties: {
    source: vault.id
    topicType: 'Microsoft.KeyVault.vaults'
  }
}

resource tokenExpiryAlert 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = if (alertOnExpiry) {
  parent: events
  name: 'scim-token-expiry'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: {
      subjectBeginsWith: 'scim-token'
      includedEventTypes: [
        'Microsoft.KeyVault.SecretNearExpiry'
        'Microsoft.KeyVault.SecretExpired'
      ]
    }
    destination: {
      endpointType: 'MonitorAlert'
      properties: {
        severity: 'Sev1'
        description: 'A SCIM token is about to expire or has expired: make a new version, paste it into the identity provider, disable the old one. With an expired token Entra quarantines the provisioning job.'
        actionGroups: [actionGroupId]
      }
    }
  }
}

@onlyIfNotExists()
resource tokenSecret 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = {
  parent: vault
  name: 'scim-token'
  tags: {
    directory: 'default'
    label: 'Made by the deployment'
    scope: 'scim'
  }
  properties: {
    value: token
    contentType: 'SCIM bearer token'
    attributes: {
      enabled: true
      exp: tokenExpiresAt
    }
  }
  dependsOn: [tokenExpiryAlert]
}

@onlyIfNotExists()
resource sealSecret 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = {
  parent: vault
  name: 'rollcall-seal'
  properties: {
    value: seal
    contentType: 'Key material of Rollcall, not a credential'
    attributes: {
      enabled: true
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
output tokenSecretName string = tokenSecret.name
