// What Azure must look like for one environment of the service. See README.md beside this file; infra/deploy applies it:
//   az deployment sub create --name muc-dev --location westeurope --parameters bicep/environments/dev.bicepparam
//
// Decision: subscription scope. The resource group is part of what Azure must look like, so that one command makes everything and deleting
// the group is the whole of destroying it.
targetScope = 'subscription'

import { nodePool, resourceTags } from 'modules/types.bicep'

@description('Name of the service: the first part of the names of all resources. Lower-case letters and digits, beginning with a letter.')
@minLength(2)
@maxLength(8)
param name string = 'muc'

@description('Name of the environment: the second part of the names of all resources. Two environments share nothing.')
@allowed(['dev', 'prod'])
param environment string

@description('Azure region of everything. Zone redundancy needs one with availability zones.')
param location string = deployment().location

@description('Domain of the accounts (Muc:Domain). Empty: the name that Azure gives the public address.')
param domain string = ''

@description('Whether anybody may make an account (Muc:Registration:Open). Nothing in Azure depends on it: it is kept with the deployment, as the next parameter is, so that the next deployment knows it.')
@allowed(['open', 'closed'])
param registration string = 'closed'

@description('Bare JIDs of the administrators (Muc:Admins).')
param admins string[] = []

@description('Whether Azure hosts the DNS zone of the domain: the address, and the SRV records by which clients find the ports. Needs a domain, delegated to the name servers in the outputs.')
param hostDnsZone bool = false

@description('Label of the public address: <label>.<region>.cloudapp.azure.com. Unique in the region; the default is made unique.')
param dnsLabel string = '${name}-${environment}-${take(uniqueString(subscription().id, name, environment, location), 6)}'

@description('Whether the loss of one availability zone is survived: nodes and address in three zones, storage replicated over three.')
param zoneRedundant bool

@description('Tier of the control plane of the cluster. Standard comes with an uptime agreement.')
@allowed(['Free', 'Standard'])
param clusterTier string

@description('Version of Kubernetes, such as 1.33. Empty: what Azure takes for its default; patches are installed by themselves in both cases.')
param kubernetesVersion string = ''

@description('The nodes of the system, and of the silos where these have no nodes of their own.')
param systemPool nodePool

@description('The nodes of the silos. Null: silos run on the nodes of the system.')
param siloPool nodePool?

@description('Object ids of the Entra groups that administer the cluster. If there are any, local accounts of the cluster are off.')
param clusterAdminGroupObjectIds string[] = []

@description('Address ranges (CIDR) from which people and pipelines reach the API of the cluster and the key vault. Empty: from everywhere, with a login.')
param operatorAddressRanges string[] = []

@description('Tier of the container registry.')
@allowed(['Basic', 'Standard', 'Premium'])
param registryTier string

@description('Days in which deleted blobs and containers can be taken back.')
@minValue(1)
@maxValue(365)
param storageSoftDeleteDays int

@description('Whether the storage account is locked against deletion. The lock must be removed before the resource group can be deleted; infra/destroy does.')
param lockStorage bool

@description('Days in which a deleted key vault can be taken back.')
@minValue(7)
@maxValue(90)
param vaultSoftDeleteDays int

@description('Whether a deleted key vault stays for those days whatever anybody does. It cannot be taken back once it is on.')
param vaultPurgeProtection bool

@description('Name of the TLS certificate in the key vault.')
param certificateName string = '${name}-tls'

@description('Object id of who may put the certificate into the key vault, best of a group. Empty: whoever deploys, and then the last who did and nobody else.')
param certificateOfficerObjectId string = ''

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int

@description('Gigabytes of logs that are taken in a day; what goes beyond is not kept. -1: no limit.')
param logDailyQuotaGb int

@description('Mail addresses that are told of alerts. None: alerts are only shown in the portal.')
param alertEmails string[] = []

@description('Tags of all resources.')
param tags resourceTags = {}

var prefix = '${name}-${environment}'
// Registries, storage accounts and vaults have names that are unique in the world.
var unique = uniqueString(subscription().id, prefix, location)
// Here and not in the modules, because what-if shows a resource only when its name is known before anything is made.
var names = {
  publicIp: 'pip-${prefix}'
  network: 'vnet-${prefix}'
  subnet: 'nodes'
  workloadIdentity: 'id-${prefix}-silos'
  controlPlaneIdentity: 'id-${prefix}-cluster'
  registry: 'cr${name}${environment}${unique}'
  storage: take('st${name}${environment}${unique}', 24)
  keyVault: take('kv-${prefix}-${unique}', 24)
}
var allTags = union(tags, { service: name, environment: environment })

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${prefix}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    workloadName: names.workloadIdentity
    controlPlaneName: names.controlPlaneIdentity
    location: location
    tags: allTags
  }
}

module network 'modules/network.bicep' = {
  scope: group
  params: { name: names.network, subnetName: names.subnet, location: location, tags: allTags }
}

module publicIp 'modules/publicIp.bicep' = {
  scope: group
  params: {
    name: names.publicIp
    location: location
    tags: allTags
    dnsLabel: dnsLabel
    zoneRedundant: zoneRedundant
  }
}

module dns 'modules/dns.bicep' = if (hostDnsZone) {
  scope: group
  params: { domain: domain, publicIpId: publicIp.outputs.id, tags: allTags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    prefix: prefix
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    prefix: prefix
    location: location
    tags: allTags
    metricsId: monitoring.outputs.metricsId
    emails: alertEmails
  }
}

module networkRoles 'modules/networkRoles.bicep' = {
  scope: group
  params: {
    controlPlaneIdentityId: resourceId(
      subscription().subscriptionId,
      group.name,
      'Microsoft.ManagedIdentity/userAssignedIdentities',
      names.controlPlaneIdentity
    )
    controlPlanePrincipalId: identity.outputs.controlPlanePrincipalId
    networkName: names.network
    subnetName: names.subnet
    publicIpName: names.publicIp
  }
  dependsOn: [network, publicIp]
}

module kubernetes 'modules/kubernetes.bicep' = {
  scope: group
  params: {
    prefix: prefix
    location: location
    tags: allTags
    tier: clusterTier
    version: kubernetesVersion
    zoneRedundant: zoneRedundant
    systemPool: systemPool
    siloPool: siloPool
    subnetId: network.outputs.subnetId
    controlPlaneIdentityId: identity.outputs.controlPlaneId
    workloadIdentityName: names.workloadIdentity
    adminGroupObjectIds: clusterAdminGroupObjectIds
    authorizedRanges: operatorAddressRanges
    collection: monitoring.outputs.collection
  }
  // A control plane that may not join its subnet cannot make nodes.
  dependsOn: [networkRoles]
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: { name: names.registry, location: location, tags: allTags, tier: registryTier }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: names.storage
    location: location
    tags: allTags
    zoneRedundant: zoneRedundant
    softDeleteDays: storageSoftDeleteDays
    locked: lockStorage
    subnetId: network.outputs.subnetId
  }
}

module keyVault 'modules/keyVault.bicep' = {
  scope: group
  params: {
    name: names.keyVault
    location: location
    tags: allTags
    softDeleteDays: vaultSoftDeleteDays
    purgeProtection: vaultPurgeProtection
    readerObjectId: identity.outputs.workloadPrincipalId
    officerObjectId: empty(certificateOfficerObjectId) ? deployer().objectId : certificateOfficerObjectId
    subnetId: network.outputs.subnetId
    allowedRanges: operatorAddressRanges
    logsId: monitoring.outputs.logsId
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    workloadIdentityId: resourceId(
      subscription().subscriptionId,
      group.name,
      'Microsoft.ManagedIdentity/userAssignedIdentities',
      names.workloadIdentity
    )
    workloadPrincipalId: identity.outputs.workloadPrincipalId
    storageName: names.storage
  }
  dependsOn: [storage]
}

module registryRole 'modules/registryRole.bicep' = {
  scope: group
  params: {
    #disable-next-line what-if-short-circuiting // The module says why.
    kubeletPrincipalId: kubernetes.outputs.kubeletPrincipalId
    registryName: names.registry
  }
  dependsOn: [registry]
}

@description('Resource group of everything.')
output resourceGroupName string = group.name

@description('Region of everything.')
output location string = location

@description('Entra tenant of the subscription.')
output tenantId string = tenant().tenantId

@description('Name of the cluster.')
output clusterName string = kubernetes.outputs.name

@description('Name of the container registry.')
output registryName string = names.registry

@description('Host name of the container registry, with which names of images begin.')
output registryLoginServer string = registry.outputs.loginServer

@description('Muc:AzureStorage:TableServiceUri.')
output tableServiceUri string = storage.outputs.tableServiceUri

@description('Muc:AzureStorage:BlobServiceUri.')
output blobServiceUri string = storage.outputs.blobServiceUri

@description('Name of the storage account.')
output storageName string = names.storage

@description('Name of the key vault.')
output keyVaultName string = names.keyVault

@description('Name of the TLS certificate in the key vault.')
output certificateName string = certificateName

@description('Client id of the identity that the silos have.')
output workloadClientId string = identity.outputs.workloadClientId

@description('Name of the public address, for the service of type LoadBalancer.')
output publicIpName string = names.publicIp

@description('The public address itself.')
output publicIpAddress string = publicIp.outputs.address

@description('The name that Azure gives the public address.')
output publicHostName string = publicIp.outputs.hostName

@description('Muc:Domain.')
output domain string = empty(domain) ? publicIp.outputs.hostName : domain

@description('Muc:Registration:Open, as open or closed.')
output registration string = registration

@description('Muc:Admins.')
output admins string[] = admins

@description('Name servers to which the domain must be delegated; none where its zone is hosted elsewhere.')
output nameServers string[] = dns.?outputs.nameServers ?? []
