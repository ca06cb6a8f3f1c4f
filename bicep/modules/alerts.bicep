// When somebody is woken up: the rules of infra/alerts, which Prometheus reads as they are, asked of the workspace of metrics every minute.

import { resourceTags } from 'types.bicep'

@description('First part of the names.')
param prefix string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('Resource id of the workspace of metrics.')
param metricsId string

@description('Mail addresses that are told. None: alerts are only shown in the portal.')
param emails string[]

var groups = loadYamlContent('../../infra/alerts/rules.yaml').groups

resource told 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-${prefix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(prefix, 12)
    enabled: true
    emailReceivers: [for email in emails: { name: email, emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = [
  for group in groups: {
    name: '${prefix}-${group.name}'
    location: location
    tags: tags
    properties: {
      scopes: [metricsId]
      enabled: true
      interval: 'PT${toUpper(group.interval)}'
      rules: [
        for rule in group.rules: {
          alert: rule.alert
          expression: rule.expr
          for: 'PT${toUpper(rule.?for ?? '0m')}'
          severity: rule.labels.severity == 'critical' ? 1 : 3
          labels: rule.labels
          annotations: rule.annotations
          enabled: true
          resolveConfiguration: { autoResolved: true, timeToResolve: 'PT10M' }
          actions: empty(emails) ? [] : [{ actionGroupId: told.id }]
        }
      ]
    }
  }
]
