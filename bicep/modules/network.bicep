// The network of the nodes. Pods have addresses of an overlay, of which nobody outside the cluster knows.

import { resourceTags } from 'types.bicep'

@description('Name of the network.')
param name string

@description('Name of the subnet of the nodes.')
param subnetName string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('Addresses of the network.')
param addressRange string = '10.20.0.0/16'

@description('Addresses of the nodes, inside those of the network.')
param nodeRange string = '10.20.0.0/22'

resource guard 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${subnetName}-${name}'
  location: location
  tags: tags
  properties: {
    // What the default rules leave closed and clients need: 5222 XMPP with STARTTLS, 5223 XMPP inside TLS. Probes of the load balancer
    // and everything inside the network pass by the default rules.
    securityRules: [
      {
        name: 'clients'
        properties: {
          description: 'XMPP clients'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRanges: ['5222', '5223']
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressRange] }
    // Inside the network and not resources of their own: deploying again would else remove them for a moment.
    subnets: [
      {
        name: subnetName
        properties: {
          addressPrefix: nodeRange
          networkSecurityGroup: { id: guard.id }
          // Decision: service endpoints, not private ones: they cost nothing, and account and vault know the subnet all the same.
          serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }]
        }
      }
    ]
  }
}

@description('Resource id of the subnet of the nodes.')
output subnetId string = network.properties.subnets[0].id
