using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>What the connection has to do after an item.</summary>
internal enum StepKind
{
    /// <summary>Read on.</summary>
    Next,

    /// <summary>Read on, beginning with a new stream header.</summary>
    Restart,

    /// <summary>Drop what has been read, negotiate TLS, and expect a new stream header.</summary>
    Secure,

    /// <summary>The client ended the stream.</summary>
    End,

    /// <summary>End the stream with an error.</summary>
    Fail,
}

/// <summary>A step, with the stream error when it is <see cref="StepKind.Fail"/>.</summary>
internal readonly record struct Step(StepKind Kind, StreamErrorCondition Condition = default, string? Text = null)
{
    public static Step Next => new(StepKind.Next);

    public static Step Restart => new(StepKind.Restart);

    public static Step Secure => new(StepKind.Secure);

    public static Step End => new(StepKind.End);

    public static Step Fail(StreamErrorCondition condition, string? text = null) => new(StepKind.Fail, condition, text);
}
