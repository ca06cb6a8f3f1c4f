namespace Orleans.Muc.Deployment.Tests.Bicep;

/// <summary>Ids of Azure's built-in roles, the same in every tenant.</summary>
internal static class Roles
{
    public const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    public const string BlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    public const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    public const string NetworkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
}
