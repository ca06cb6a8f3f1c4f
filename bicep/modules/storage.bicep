// Everything that must survive: tables (rooms, accounts, archives, membership of silos) and blobs. The silos make tables and container
// themselves when they are missing, with the names of their settings.

import { resourceTags } from 'types.bicep'

@description('Name, unique in the world: lower-case letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('Whether everything is replicated over three zones.')
param zoneRedundant bool

@description('Days in which deleted blobs and containers can be taken back.')
param softDeleteDays int

@description('Whether the account is locked against deletion.')
param locked bool

@description('Resource id of the subnet from which alone the account can be reached.')
param subnetId string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    // Identities only: no key, and so no SAS made with one, opens the account.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
      ipRules: []
      virtualNetworkRules: [{ id: subnetId, action: 'Allow' }]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
      containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'
  }
}

// Tables can't be taken back: what guards them is this lock, and exports (infra/runbook.md).
resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  name: 'keep'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'Rooms, accounts and archives. infra/destroy removes this lock.'
  }
}

@description('Address of the tables.')
output tableServiceUri string = account.properties.primaryEndpoints.table

@description('Address of the blobs.')
output blobServiceUri string = account.properties.primaryEndpoints.blob
