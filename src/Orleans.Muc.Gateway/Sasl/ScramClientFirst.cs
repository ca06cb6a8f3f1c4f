using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>How the client sees channel binding (RFC 5802 §7, <c>gs2-cbind-flag</c>).</summary>
internal enum ScramBindingFlag
{
    /// <summary>"n": the client can't.</summary>
    Unsupported,

    /// <summary>"y": the client could, but thinks the server can't.</summary>
    NotOffered,

    /// <summary>"p": the client binds.</summary>
    Used,
}

/// <summary>The first message of a SCRAM client (RFC 5802 §7, <c>client-first-message</c>).</summary>
/// <param name="Flag">Channel binding.</param>
/// <param name="BindingName">The binding's name when it is used.</param>
/// <param name="Header">The GS2 header as sent, final comma included; part of what is proved.</param>
/// <param name="Bare">The rest as sent; part of what is proved.</param>
internal sealed record ScramClientFirst(ScramBindingFlag Flag, string? BindingName, string Header, string Bare)
{
    public string? Authzid { get; private init; }

    public required string UserName { get; init; }

    public required string Nonce { get; init; }

    public static bool TryParse(ReadOnlySpan<byte> message, [NotNullWhen(true)] out ScramClientFirst? first)
    {
        first = null;
        if (!ScramText.TryDecode(message, out var text) || text.Split(',') is not [var flag, var authzid, var user, var nonce, ..])
            return false;
        // A mandatory extension ("m=") stands in the user's place and is refused with everything else.
        if (ScramText.Value(user, 'n') is not { Length: > 0 } name || ScramText.Value(nonce, 'r') is not { Length: > 0 } random || !ScramText.IsNonce(random))
            return false;
        if (!TryName(name, out var userName) || !TryFlag(flag, out var binding))
            return false;
        string? actAs = null;
        if (authzid.Length > 0 && (ScramText.Value(authzid, 'a') is not { Length: > 0 } written || !TryName(written, out actAs)))
            return false;
        var headerLength = flag.Length + authzid.Length + 2;
        first = new ScramClientFirst(binding, binding == ScramBindingFlag.Used ? flag[2..] : null, text[..headerLength], text[headerLength..])
        {
            Authzid = actAs,
            UserName = userName,
            Nonce = random,
        };
        return true;
    }

    private static bool TryFlag(string text, out ScramBindingFlag flag)
    {
        flag = text switch
        {
            "n" => ScramBindingFlag.Unsupported,
            "y" => ScramBindingFlag.NotOffered,
            _ => ScramBindingFlag.Used,
        };
        return flag != ScramBindingFlag.Used || ScramText.Value(text, 'p') is { Length: > 0 };
    }

    /// <summary>RFC 5802 §5.1: "=2C" is a comma, "=3D" is "=", any other "=" is an error.</summary>
    private static bool TryName(string text, [NotNullWhen(true)] out string? name)
    {
        var plain = new StringBuilder(text.Length);
        name = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                plain.Append(text[i]);
                continue;
            }

            switch (text.AsSpan(i + 1))
            {
                case ['2', 'C', ..]:
                    plain.Append(',');
                    break;
                case ['3', 'D', ..]:
                    plain.Append('=');
                    break;
                default:
                    return false;
            }

            i += 2;
        }

        name = plain.ToString();
        return true;
    }
}
