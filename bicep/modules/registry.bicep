// The container images of the service.

import { resourceTags } from 'types.bicep'

@description('Name, unique in the world: letters and digits.')
@minLength(5)
@maxLength(50)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags resourceTags

@description('Tier.')
param tier string

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: tier }
  properties: {
    // No password that could be lost: nodes pull by AcrPull, people push with their own login.
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

@description('Host name, with which names of images begin.')
output loginServer string = registry.properties.loginServer
