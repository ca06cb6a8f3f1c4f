// The domain of the accounts, where Azure hosts it: the address, and where clients find the ports (RFC 6120 §3.2.1, XEP-0368).

import { resourceTags } from 'types.bicep'

@description('The domain, which must be delegated to the name servers of the output.')
@minLength(4)
param domain string

@description('Resource id of the public address.')
param publicIpId string

@description('Tags.')
param tags resourceTags

var seconds = 300

resource zone 'Microsoft.Network/dnsZones@2018-05-01' = {
  name: domain
  location: 'global'
  tags: tags
}

resource address 'Microsoft.Network/dnsZones/A@2018-05-01' = {
  parent: zone
  name: '@'
  properties: { TTL: seconds, targetResource: { id: publicIpId } }
}

resource startTls 'Microsoft.Network/dnsZones/SRV@2018-05-01' = {
  parent: zone
  name: '_xmpp-client._tcp'
  properties: { TTL: seconds, SRVRecords: [{ priority: 10, weight: 1, port: 5222, target: '${domain}.' }] }
}

resource directTls 'Microsoft.Network/dnsZones/SRV@2018-05-01' = {
  parent: zone
  name: '_xmpps-client._tcp'
  properties: { TTL: seconds, SRVRecords: [{ priority: 5, weight: 1, port: 5223, target: '${domain}.' }] }
}

@description('Name servers to which the domain must be delegated.')
output nameServers string[] = zone.properties.nameServers
