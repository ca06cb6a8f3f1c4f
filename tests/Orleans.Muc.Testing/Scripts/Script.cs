namespace Orleans.Muc.Testing;

/// <summary>A scansion script: who takes part, and what each of them does and sees, in order.</summary>
/// <param name="Path">The file it was read from, for messages.</param>
/// <param name="Title">The first comment of the file; empty when there is none.</param>
/// <param name="Clients">The people, in the order of the header.</param>
/// <param name="Steps">The actions, in order.</param>
public sealed record Script(string Path, string Title, IReadOnlyList<ClientSettings> Clients, IReadOnlyList<Step> Steps);

/// <summary>One client of a script: its account, and where and how it connects.</summary>
/// <param name="Name">The name the steps use, such as <c>Romeo</c> or <c>Romeo's phone</c>.</param>
public sealed record ClientSettings(string Name)
{
    /// <summary>The account's bare JID without any resource.</summary>
    public string BareJid { get; init; } = "";

    /// <summary>The account's password, used to register it and to log in.</summary>
    public string Password { get; init; } = "";

    /// <summary>The resource to ask for; null lets the server choose.</summary>
    public string? Resource { get; init; }

    /// <summary>The host to connect to; null takes the runner's gateway.</summary>
    public string? Host { get; init; }

    /// <summary>The TCP port to connect to; null takes the runner's gateway.</summary>
    public int? Port { get; init; }

    /// <summary>The only SASL mechanism to use; null takes the first usable one.</summary>
    public string? Mechanism { get; init; }

    /// <summary>When to secure the connection with STARTTLS.</summary>
    public StartTls StartTls { get; init; }

    /// <summary>The part of the JID before the @.</summary>
    public string User => BareJid.Contains('@', StringComparison.Ordinal) ? BareJid[..BareJid.LastIndexOf('@')] : "";

    /// <summary>The part of the JID after the @.</summary>
    public string Domain => BareJid[(BareJid.LastIndexOf('@') + 1)..];
}

/// <summary>When a client secures its connection; certificates are never checked.</summary>
public enum StartTls
{
    /// <summary>Only when the server demands it.</summary>
    Auto = 0,

    /// <summary>Always; a server that does not offer it fails the step.</summary>
    Require = 1,
}

/// <summary>What a step does.</summary>
public enum Verb
{
    /// <summary>Open a stream, log in, bind a resource.</summary>
    Connects = 0,

    /// <summary>Close the stream.</summary>
    Disconnects = 1,

    /// <summary>Send a stanza.</summary>
    Sends = 2,

    /// <summary>Wait for a stanza, or for silence.</summary>
    Receives = 3,
}

/// <summary>One line of a script with the block under it.</summary>
/// <param name="Line">The line in the file, counted from 1.</param>
/// <param name="Client">Who acts.</param>
/// <param name="Verb">What is done.</param>
/// <param name="Text">The block: XML, or "nothing"; empty for the verbs that take none.</param>
public sealed record Step(int Line, string Client, Verb Verb, string Text);
