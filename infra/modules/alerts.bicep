// What wakes somebody: a row for each alert. Queries read this app's own telemetry (the scope is the Application Insights component, so a
// shared workspace does not matter); what the service cannot see for itself, such as a table refused, is read from Azure's metrics.
// The alert on an expiring token stands beside the token, in vault.bicep.

param location string
param tags object

@description('Beginning of the alerts\' names.')
param namePrefix string

param insightsId string
param workspaceId string
param dataStorageId string
param vaultId string
param actionGroupId string

@description('Watch the daily cap of the workspace; pointless for one that is shared.')
param watchDailyCap bool

var queryAlerts = [
  {
    name: 'server-errors'
    description: 'The service answers with errors of its own. Open the workbook Rollcall, look at the failed requests, and at /health.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: 'requests | where toint(resultCode) >= 500'
    measure: null
    threshold: 5
  }
  {
    name: 'credential-refused'
    description: 'Provisioning requests arrive with a bad or expired token. If they come from your identity provider it stops provisioning soon: give it the current token from the vault.'
    severity: 1
    frequency: 'PT15M'
    window: 'PT1H'
    query: 'requests | where url has "/scim/" and resultCode == "401"'
    measure: null
    threshold: 3
  }
  {
    name: 'slow'
    description: 'One provisioning request in twenty takes longer than five seconds.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT30M'
    query: 'requests | where url has "/scim/" | summarize p95 = percentile(duration, 95), requestCount = count() | where requestCount >= 20'
    measure: 'p95'
    threshold: 5000
  }
]

resource queryAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in queryAlerts: {
    name: '${namePrefix}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Rollcall: ${alert.name}'
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [insightsId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      autoMitigate: true
      // A component that has never received anything would refuse a valid query.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: alert.measure == null ? 'Count' : 'Maximum'
            metricMeasureColumn: alert.measure
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [actionGroupId]
      }
    }
  }
]

resource dailyCap 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = if (watchDailyCap) {
  name: '${namePrefix}-daily-cap'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Rollcall: daily-cap'
    description: 'The workspace has reached its daily cap: until tomorrow nothing is logged and no other alert can fire. Find out what logs so much, or raise the cap.'
    enabled: true
    severity: 2
    scopes: [workspaceId]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: '_LogOperation | where Category =~ "Ingestion" | where Detail has "OverQuota"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [actionGroupId]
    }
  }
}

var metricAlerts = [
  {
    name: 'storage-trouble'
    description: 'Table Storage refuses or fails requests of the directory.'
    scope: '${dataStorageId}/tableServices/default'
    namespace: 'Microsoft.Storage/storageAccounts/tableServices'
    metric: 'Transactions'
    aggregation: 'Total'
    dimension: 'ResponseType'
    values: [
      'ServerBusyError'
      'ServerTimeoutError'
      'ServerOtherError'
      'AuthorizationError'
      'ClientAccountRequestThrottlingError'
    ]
    threshold: 10
  }
  {
    name: 'vault-trouble'
    description: 'Key Vault refuses or throttles. The service goes on with the tokens that it knows for up to 24 hours.'
    scope: vaultId
    namespace: 'Microsoft.KeyVault/vaults'
    metric: 'ServiceApiResult'
    aggregation: 'Count'
    dimension: 'StatusCode'
    values: ['403', '429', '500', '503']
    threshold: 5
  }
]

resource metricAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metricAlerts: {
    name: '${namePrefix}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      enabled: true
      severity: 2
      scopes: [alert.scope]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: alert.namespace
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: 'GreaterThan'
            threshold: alert.threshold
            dimensions: [
              {
                name: alert.dimension
                operator: 'Include'
                values: alert.values
              }
            ]
          }
        ]
      }
      actions: [
        {
          actionGroupId: actionGroupId
        }
      ]
    }
  }
]
