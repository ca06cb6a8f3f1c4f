// What the cluster's control plane may do outside its own resource group, without which there is no cluster in a network of one's own.
//
// Decision: two assignments beside those of roles.bicep. They let AKS put nodes into the subnet and bind the load balancer to the address,
// on these two resources and nothing else, and reach no data. The ways without them are worse: in a network that AKS makes, the storage
// account can't know the subnet and must be open to all networks, and an address that AKS makes dies with the cluster.

@description('Resource id of the identity of the control plane.')
param controlPlaneIdentityId string

@description('Object id of the identity of the control plane.')
param controlPlanePrincipalId string

@description('Name of the network.')
param networkName string

@description('Name of the subnet of the nodes.')
param subnetName string

@description('Name of the public address.')
param publicIpName string

var networkContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4d97b98b-1d4f-4787-a291-c67834d212e7'
)

resource subnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  name: '${networkName}/${subnetName}'
}

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' existing = {
  name: publicIpName
}

resource joinsSubnet 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subnet.id, controlPlaneIdentityId, networkContributor)
  scope: subnet
  properties: {
    description: 'The control plane of the cluster puts nodes into this subnet.'
    principalId: controlPlanePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: networkContributor
  }
}

resource bindsAddress 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(address.id, controlPlaneIdentityId, networkContributor)
  scope: address
  properties: {
    description: 'The control plane of the cluster binds its load balancer to this address.'
    principalId: controlPlanePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: networkContributor
  }
}
