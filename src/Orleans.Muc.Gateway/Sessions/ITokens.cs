namespace Orleans.Muc.Gateway.Sessions;

/// <summary>Source of names nobody can guess: stream ids, session ids, resources, nonces.</summary>
internal interface ITokens
{
    /// <summary>A new one: printable ASCII without comma (RFC 5802 §7 asks that of nonces), at least 120 bits of chance.</summary>
    string Next();
}
