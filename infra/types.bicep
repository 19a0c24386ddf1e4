// The parameter types that main.bicep and its modules share, and the built-in role ids they assign.
// One place, so that a wrong value is refused by the compiler or by Azure before anything is created.

@export()
@description('Memory of one instance in MB. Rollcall needs little; larger instances also get more CPU and cost in proportion.')
type InstanceMemory = 512 | 2048 | 4096

@export()
@description('How the directory\'s data is copied: within one data centre (LRS), across zones (ZRS), or to a second region (GRS, GZRS).')
type DataRedundancy = 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'

@export()
@description('A Node.js major version that Flex Consumption runs.')
type NodeVersion = '22' | '24'

@export()
@description('What kind of object an Entra object id names. Azure refuses a role assignment when it is wrong.')
type PrincipalType = 'User' | 'Group' | 'ServicePrincipal'

@export()
@description('Whether provisioning requests are carried out, or answered with 503 so that the identity provider tries again later.')
type ProvisioningState = 'enabled' | 'paused'

@export()
@description('Public: reachable from the internet, guarded by Entra sign-in alone. Private: through private endpoints only.')
type NetworkAccess = 'Public' | 'Private'

@export()
type AppSetting = {
  @minLength(1)
  name: string
  value: string
}

@export()
type RoleAssignment = {
  @description('What names the principal before the deployment runs, so that what-if can tell the assignment\'s name: a resource id, or the object id itself.')
  principal: string
  principalId: string
  principalType: PrincipalType
  @description('One of the ids in the variable role.')
  roleId: string
}

// Built-in roles have the same ids in every tenant.
@export()
var role = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}
