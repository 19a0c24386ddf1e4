// Where the service's telemetry goes and who is told. Application Insights takes telemetry only from identities with the publisher role
// (local authentication is off): without that role everything it is sent is dropped in silence, so the role is assigned beside it.

import { role } from '../types.bicep'

param location string
param tags object
param workspaceName string
param insightsName string
param actionGroupName string

@description('Resource id of a Log Analytics workspace to use; empty to create one.')
param existingWorkspaceId string

@description('GB a day after which the new workspace takes no more logs; -1 for no limit.')
param dailyCapGb int

@description('The identity that sends telemetry: its resource id, which names the role assignment, and its object id.')
param publisherId string
param publisherPrincipalId string

@description('Create the action group.')
param notify bool

@description('Who is told of an alert; empty for nobody, then alerts show in the portal only.')
param alertEmail string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = if (empty(existingWorkspaceId)) {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
    workspaceCapping: {
      dailyQuotaGb: dailyCapGb
    }
  }
}

var workspaceId = empty(existingWorkspaceId) ? workspace.id : existingWorkspaceId

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspaceId
    DisableLocalAuth: true
    DisableIpMasking: false
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, publisherId, role.monitoringMetricsPublisher)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.monitoringMetricsPublisher)
    principalId: publisherPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = if (notify) {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'rollcall'
    enabled: true
    emailReceivers: empty(alertEmail)
      ? []
      : [
          {
            name: 'operator'
            emailAddress: alertEmail
            useCommonAlertSchema: true
          }
        ]
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(insights.id, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Rollcall'
    category: 'workbook'
    sourceId: insights.id
    serializedData: replace(
      replace(loadTextContent('../workbook.json'), '{insights}', insights.id),
      '{workspace}',
      workspaceId
    )
  }
}

output workspaceId string = workspaceId
output insightsId string = insights.id
// Not a credential: local authentication is off, so it only says where telemetry goes.
output connectionString string = insights.properties.ConnectionString
output actionGroupId string = notify ? actionGroup.id : ''
