// A place to try things: one zone, small machines, nothing that resists being destroyed.
using '../main.bicep'

param environment = 'dev'

// Empty: the name that Azure gives the public address, so that no domain is needed.
param domain = readEnvironmentVariable('MUC_DOMAIN', '')
param registration = readEnvironmentVariable('MUC_REGISTRATION', 'open')
param admins = filter(split(readEnvironmentVariable('MUC_ADMINS', ''), ','), jid => !empty(jid))

param zoneRedundant = false
param clusterTier = 'Free'
param systemPool = { vmSize: 'Standard_D2as_v5', minCount: 2, maxCount: 3 }
param siloPool = null
param registryTier = 'Basic'

param storageSoftDeleteDays = 7
param lockStorage = false
param vaultSoftDeleteDays = 7
param vaultPurgeProtection = false

param logRetentionDays = 30
param logDailyQuotaGb = 1
