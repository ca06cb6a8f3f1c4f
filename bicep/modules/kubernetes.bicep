// The cluster, and the federation that gives the silos their identity.

import { nodePool, dataCollection, resourceTags } from 'types.bicep'

@description('First part of the names.')
param prefix string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('Tier of the control plane.')
param tier string

@description('Version of Kubernetes. Empty: the default of Azure.')
param version string

@description('Whether nodes are spread over three zones.')
param zoneRedundant bool

@description('The nodes of the system, and of the silos where these have none of their own.')
param systemPool nodePool

@description('The nodes of the silos, if they have their own.')
param siloPool nodePool?

@description('Resource id of the subnet of the nodes.')
param subnetId string

@description('Resource id of the identity of the control plane.')
param controlPlaneIdentityId string

@description('Name of the identity of the silos.')
param workloadIdentityName string

@description('Object ids of the Entra groups that administer the cluster. None: local accounts do.')
param adminGroupObjectIds string[]

@description('Address ranges from which the API is reached. Empty: from everywhere.')
param authorizedRanges string[]

@description('Where logs and metrics go.')
param collection dataCollection

@description('Namespace and name of the service account of the silos, as the manifests have them.')
param serviceAccount { namespace: string, name: string } = { namespace: 'muc', name: 'orleans-muc' }

var common = {
  type: 'VirtualMachineScaleSets'
  osType: 'Linux'
  osSKU: 'AzureLinux'
  enableAutoScaling: true
  vnetSubnetID: subnetId
  availabilityZones: zoneRedundant ? ['1', '2', '3'] : null
  // One node more while nodes are replaced: a room that moves finds a place before its old one goes.
  upgradeSettings: { maxSurge: '1', drainTimeoutInMinutes: 10 }
}

// No "count": the cluster keeps its own between these bounds, and deploying again doesn't set it back.
var systemNodes = {
  name: 'system'
  mode: 'System'
  vmSize: systemPool.vmSize
  minCount: systemPool.minCount
  maxCount: systemPool.maxCount
  nodeTaints: siloPool == null ? null : ['CriticalAddonsOnly=true:NoSchedule']
}

var siloNodes = siloPool == null
  ? []
  : [
      {
        name: 'silos'
        mode: 'User'
        vmSize: siloPool!.vmSize
        minCount: siloPool!.minCount
        maxCount: siloPool!.maxCount
      }
    ]

resource cluster 'Microsoft.ContainerService/managedClusters@2025-05-01' = {
  name: 'aks-${prefix}'
  location: location
  tags: tags
  sku: { name: 'Base', tier: tier }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${controlPlaneIdentityId}': {} }
  }
  properties: {
    dnsPrefix: prefix
    nodeResourceGroup: 'rg-${prefix}-nodes'
    kubernetesVersion: empty(version) ? null : version
    autoUpgradeProfile: { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' }
    agentPoolProfiles: [for pool in concat([systemNodes], siloNodes): union(common, pool)]
    networkProfile: {
      // Every pod has an address, and every silo reaches every other at it, in one hop.
      networkPlugin: 'azure'
      networkPluginMode: 'overlay'
      networkDataplane: 'cilium'
      networkPolicy: 'cilium'
      podCidr: '10.244.0.0/16'
      serviceCidr: '10.0.0.0/16'
      dnsServiceIP: '10.0.0.10'
      loadBalancerSku: 'standard'
      outboundType: 'loadBalancer'
    }
    oidcIssuerProfile: { enabled: true }
    securityProfile: { workloadIdentity: { enabled: true }, imageCleaner: { enabled: true, intervalHours: 168 } }
    workloadAutoScalerProfile: { keda: { enabled: true } }
    disableLocalAccounts: !empty(adminGroupObjectIds)
    aadProfile: empty(adminGroupObjectIds)
      ? null
      : { managed: true, enableAzureRBAC: false, adminGroupObjectIDs: adminGroupObjectIds }
    apiServerAccessProfile: { authorizedIPRanges: authorizedRanges }
    azureMonitorProfile: { metrics: { enabled: true } }
    addonProfiles: {
      // Puts the certificate from the key vault into the pods, and looks every two minutes whether there is a newer one.
      azureKeyvaultSecretsProvider: {
        enabled: true
        config: { enableSecretRotation: 'true', rotationPollInterval: '2m' }
      }
      omsagent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: collection.logsId, useAADAuth: 'true' } }
    }
  }
}

resource workload 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: workloadIdentityName
}

resource federation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: workload
  name: 'silos'
  properties: {
    issuer: cluster.properties.oidcIssuerProfile.issuerURL
    subject: 'system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}'
    audiences: ['api://AzureADTokenExchange']
  }
}

resource sendsLogs 'Microsoft.Insights/dataCollectionRuleAssociations@2023-03-11' = {
  name: 'logs'
  scope: cluster
  properties: { dataCollectionRuleId: collection.logsRuleId }
}

resource sendsMetrics 'Microsoft.Insights/dataCollectionRuleAssociations@2023-03-11' = {
  name: 'metrics'
  scope: cluster
  properties: { dataCollectionRuleId: collection.metricsRuleId }
}

@description('Name.')
output name string = cluster.name

@description('Object id of the identity with which nodes pull images.')
output kubeletPrincipalId string = cluster.properties.identityProfile.kubeletidentity.objectId
