// Who acts. What they may do is said in roles.bicep, networkRoles.bicep and keyVault.bicep.

import { resourceTags } from 'types.bicep'

@description('Name of the identity of the silos.')
param workloadName string

@description('Name of the identity of the control plane.')
param controlPlaneName string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

// The silos. Their service account gets tokens of this identity by federation (kubernetes.bicep): nowhere is a secret.
resource workload 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: workloadName
  location: location
  tags: tags
}

// The control plane of the cluster. It exists before the cluster, so that it has its roles when the cluster makes its first node.
resource controlPlane 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: controlPlaneName
  location: location
  tags: tags
}

@description('Client id of the identity of the silos.')
output workloadClientId string = workload.properties.clientId

@description('Object id of the identity of the silos.')
output workloadPrincipalId string = workload.properties.principalId

@description('Resource id of the identity of the control plane.')
output controlPlaneId string = controlPlane.id

@description('Object id of the identity of the control plane.')
output controlPlanePrincipalId string = controlPlane.properties.principalId
