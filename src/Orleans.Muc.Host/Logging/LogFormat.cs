namespace Orleans.Muc.Host.Logging;

/// <summary>How the log looks on the console.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For machines: a JSON object a line, times in UTC.</summary>
    Json,
}
