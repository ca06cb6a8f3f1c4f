// The TLS certificate, and nothing else.
//
// Decision: the vault's own access policies, not role assignments. The silos need one permission, to get a secret (which is how a
// certificate is read together with its key). The narrowest built-in role for that, Key Vault Secrets User, also lists; and whoever puts the
// certificate in would need a role as well. So the list of role assignments stays what roles.bicep says. The price: whoever may
// write the vault itself may change its policies. Those people may also change the cluster that uses the certificate.

import { resourceTags } from 'types.bicep'

@description('Name, unique in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('Days in which the deleted vault can be taken back.')
param softDeleteDays int

@description('Whether nobody can shorten those days.')
param purgeProtection bool

@description('Object id of the identity that reads the certificate.')
param readerObjectId string

@description('Object id of who puts the certificate in.')
param officerObjectId string

@description('Resource id of the subnet from which the certificate is read.')
param subnetId string

@description('Address ranges from which the certificate is put in. Empty: from everywhere.')
param allowedRanges string[]

@description('Resource id of the workspace that takes the record of accesses.')
param logsId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: false
    enableSoftDelete: true
    softDeleteRetentionInDays: softDeleteDays
    // Azure takes no "false" here.
    enablePurgeProtection: purgeProtection ? true : null
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    accessPolicies: [
      {
        tenantId: tenant().tenantId
        objectId: readerObjectId
        permissions: { secrets: ['get'] }
      }
      {
        tenantId: tenant().tenantId
        objectId: officerObjectId
        permissions: { certificates: ['get', 'list', 'create', 'import', 'update'] }
      }
    ]
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: empty(allowedRanges) ? 'Allow' : 'Deny'
      ipRules: [for range in allowedRanges: { value: range }]
      virtualNetworkRules: [{ id: subnetId }]
    }
  }
}

resource record 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'record'
  scope: vault
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}
