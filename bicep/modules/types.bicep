// What modules and environments hand each other.

@description('Nodes of one kind, between two numbers of which the cluster keeps as many as its pods need.')
@export()
type nodePool = {
  @description('Size of the virtual machines.')
  vmSize: string

  @description('Nodes at least. Zone redundancy needs three.')
  @minValue(1)
  minCount: int

  @description('Nodes at most.')
  @maxValue(100)
  maxCount: int
}

@description('What the cluster needs to send logs and metrics.')
@export()
type dataCollection = {
  @description('Resource id of the workspace of logs.')
  logsId: string

  @description('Resource id of the rule that says which logs are collected.')
  logsRuleId: string

  @description('Resource id of the rule that says which metrics are collected.')
  metricsRuleId: string
}

@description('Tags of resources, by their names.')
@export()
type resourceTags = {
  @description('The value of the tag.')
  *: string
}
