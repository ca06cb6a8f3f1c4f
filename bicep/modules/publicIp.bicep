// The address that clients connect to. It outlives the cluster: who makes that anew keeps the address and the name.

import { resourceTags } from 'types.bicep'

@description('Name.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('First label of the name that Azure gives the address.')
param dnsLabel string

@description('Whether the address survives the loss of a zone.')
param zoneRedundant bool

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Regional' }
  zones: zoneRedundant ? ['1', '2', '3'] : []
  properties: {
    publicIPAllocationMethod: 'Static'
    publicIPAddressVersion: 'IPv4'
    dnsSettings: { domainNameLabel: dnsLabel }
  }
}

@description('Resource id.')
output id string = address.id

@description('The address.')
output address string = address.properties.ipAddress

@description('The name that Azure gives the address.')
output hostName string = address.properties.dnsSettings.fqdn
