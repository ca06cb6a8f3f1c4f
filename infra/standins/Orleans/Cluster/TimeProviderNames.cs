namespace Orleans.Runtime;

/// <summary>The keys under which clocks of their own can be registered. (Here only grains and their collection take one.)</summary>
public static class TimeProviderNames
{
    public const string Grains = "Orleans.Grains";
    public const string Membership = "Orleans.Membership";
    public const string Messaging = "Orleans.Messaging";
    public const string GrainDirectory = "Orleans.GrainDirectory";
    public const string ActivationManagement = "Orleans.ActivationManagement";
    public const string SystemTimers = "Orleans.SystemTimers";
}
