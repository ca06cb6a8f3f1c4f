namespace Orleans.Muc.Gateway.Listening;

/// <summary>Whether clients can connect.</summary>
public enum GatewayCondition
{
    /// <summary>Not yet.</summary>
    Starting,

    /// <summary>They can.</summary>
    Open,

    /// <summary>Not any more: it stops, or has stopped.</summary>
    Closed,

    /// <summary>Not any more, and for no good reason: only a new start helps.</summary>
    Broken,
}
