// What the nodes may do: pull images from one registry.

@description('Object id of the identity with which nodes pull images.')
param kubeletPrincipalId string

@description('Name of the container registry.')
param registryName string

var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: registryName
}

// AKS makes this identity with the cluster. Its object id is part of the name, so that a cluster that was made anew gets an assignment of its
// own: the one of the old identity could not be changed. The price is that what-if can't show this one assignment beforehand.
resource pullsImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, kubeletPrincipalId, acrPull)
  scope: registry
  properties: {
    description: 'Nodes pull images.'
    principalId: kubeletPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: acrPull
  }
}
