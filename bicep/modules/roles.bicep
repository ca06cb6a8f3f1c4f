// What the silos may do: read and write tables and blobs of one account. With registryRole.bicep that is all that the service may do.

@description('Resource id of the identity of the silos.')
param workloadIdentityId string

@description('Object id of the identity of the silos.')
param workloadPrincipalId string

@description('Name of the storage account.')
param storageName string

var tableDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
)
var blobDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

// Names are made of who, what and where, all of which is known beforehand: deploying again finds them, and what-if can name them.
resource writesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, workloadIdentityId, tableDataContributor)
  scope: storage
  properties: {
    description: 'Silos keep rooms, accounts, archives and their membership in tables.'
    principalId: workloadPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: tableDataContributor
  }
}

resource writesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, workloadIdentityId, blobDataContributor)
  scope: storage
  properties: {
    description: 'Silos keep vCards of rooms in blobs.'
    principalId: workloadPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: blobDataContributor
  }
}
