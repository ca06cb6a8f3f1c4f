// The service itself: three zones, nodes of their own for the silos, and nothing that goes away by mistake. docs/sizing.md says how many
// nodes how many people need.
using '../main.bicep'

param environment = 'prod'

// The domain of the accounts: it must be set, and stay. A service is known by it, and every account and room carries it.
param domain = readEnvironmentVariable('MUC_DOMAIN')
param registration = readEnvironmentVariable('MUC_REGISTRATION', 'closed')
param admins = filter(split(readEnvironmentVariable('MUC_ADMINS', ''), ','), jid => !empty(jid))
param hostDnsZone = bool(readEnvironmentVariable('MUC_HOST_DNS_ZONE', 'false'))

// Comma-separated: who is told of alerts, the Entra groups that administer the cluster, and the address ranges they come from.
param alertEmails = filter(split(readEnvironmentVariable('MUC_ALERT_EMAILS', ''), ','), email => !empty(email))
param clusterAdminGroupObjectIds = filter(split(readEnvironmentVariable('MUC_ADMIN_GROUPS', ''), ','), id => !empty(id))
param operatorAddressRanges = filter(
  split(readEnvironmentVariable('MUC_OPERATOR_RANGES', ''), ','),
  range => !empty(range)
)

// Object id of the group whose members may put the certificate into the key vault. Empty: whoever deploys.
param certificateOfficerObjectId = readEnvironmentVariable('MUC_CERTIFICATE_OFFICERS', '')

param zoneRedundant = true
param clusterTier = 'Standard'
param systemPool = { vmSize: 'Standard_D2as_v5', minCount: 3, maxCount: 4 }
param siloPool = { vmSize: 'Standard_D4as_v5', minCount: 3, maxCount: 12 }
param registryTier = 'Standard'

param storageSoftDeleteDays = 30
param lockStorage = true
param vaultSoftDeleteDays = 90
param vaultPurgeProtection = true

param logRetentionDays = 90
param logDailyQuotaGb = 10
