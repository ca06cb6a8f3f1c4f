namespace Orleans.Muc.Abstractions.Connections;

/// <summary>The names on which rooms, users and gateways meet: the stream a connection grain consumes.</summary>
public static class GatewayFeed
{
    /// <summary>The keyed stream provider.</summary>
    public const string Provider = "muc";

    /// <summary>The stream namespace; a stream's key is the key of its connection grain.</summary>
    public const string Namespace = "muc";

    /// <summary>The grain storage that holds heads of rooms, accounts and rosters.</summary>
    public const string GrainStorage = "muc";
}
