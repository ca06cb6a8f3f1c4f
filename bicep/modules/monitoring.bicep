// Where logs and metrics go: logs of containers to Log Analytics, metrics to an Azure Monitor workspace (managed Prometheus, which dashboards
// and alerts ask). Traces go where OTEL_EXPORTER_OTLP_ENDPOINT says.
//
// Decision: no Application Insights. It takes no OTLP from a silo without a collector between, and a resource that nobody sends to only looks
// like monitoring.

import { dataCollection, resourceTags } from 'types.bicep'

@description('First part of the names.')
param prefix string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('Days that logs are kept.')
param retentionDays int

@description('Gigabytes of logs that are taken in a day; -1: no limit.')
param dailyQuotaGb int

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${prefix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyQuotaGb }
  }
}

resource metrics 'Microsoft.Monitor/accounts@2023-04-03' = {
  name: 'amw-${prefix}'
  location: location
  tags: tags
}

resource metricsEndpoint 'Microsoft.Insights/dataCollectionEndpoints@2023-03-11' = {
  name: 'dce-${prefix}-metrics'
  location: location
  tags: tags
  kind: 'Linux'
  properties: {}
}

resource metricsRule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: 'dcr-${prefix}-metrics'
  location: location
  tags: tags
  kind: 'Linux'
  properties: {
    dataCollectionEndpointId: metricsEndpoint.id
    dataSources: {
      prometheusForwarder: [{ name: 'prometheus', streams: ['Microsoft-PrometheusMetrics'], labelIncludeFilter: {} }]
    }
    destinations: {
      monitoringAccounts: [{ name: 'metrics', accountResourceId: metrics.id }]
    }
    dataFlows: [{ streams: ['Microsoft-PrometheusMetrics'], destinations: ['metrics'] }]
  }
}

var logStreams = ['Microsoft-ContainerLogV2', 'Microsoft-KubeEvents', 'Microsoft-KubePodInventory']

resource logsRule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: 'dcr-${prefix}-logs'
  location: location
  tags: tags
  kind: 'Linux'
  properties: {
    dataSources: {
      extensions: [
        {
          name: 'containers'
          extensionName: 'ContainerInsights'
          streams: logStreams
          extensionSettings: {
            dataCollectionSettings: {
              interval: '1m'
              // What the system's own containers say is read with kubectl when it is needed, and not paid for.
              namespaceFilteringMode: 'Include'
              namespaces: ['muc']
              enableContainerLogV2: true
            }
          }
        }
      ]
    }
    destinations: {
      logAnalytics: [{ name: 'logs', workspaceResourceId: logs.id }]
    }
    dataFlows: [{ streams: logStreams, destinations: ['logs'] }]
  }
}

@description('Resource id of the workspace of logs.')
output logsId string = logs.id

@description('What the cluster needs to send logs and metrics.')
output collection dataCollection = { logsId: logs.id, logsRuleId: logsRule.id, metricsRuleId: metricsRule.id }

@description('Resource id of the workspace of metrics.')
output metricsId string = metrics.id
