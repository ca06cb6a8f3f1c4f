using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>The last message of a SCRAM client (RFC 5802 §7, <c>client-final-message</c>).</summary>
/// <param name="Binding">What the client says it is bound to: its GS2 header and the channel's data.</param>
/// <param name="Nonce">Client's and server's nonce.</param>
/// <param name="Proof">Proof of the password.</param>
/// <param name="WithoutProof">The message as sent, up to the proof; part of what is proved.</param>
internal sealed record ScramClientFinal(byte[] Binding, string Nonce, byte[] Proof, string WithoutProof)
{
    public static bool TryParse(ReadOnlySpan<byte> message, [NotNullWhen(true)] out ScramClientFinal? final)
    {
        final = null;
        if (!ScramText.TryDecode(message, out var text))
            return false;
        var end = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (end < 0 || text[..end].Split(',') is not [var binding, var nonce, ..])
            return false;
        if (ScramText.Value(nonce, 'r') is not { } random)
            return false;
        if (!SaslBase64.TryDecode(ScramText.Value(binding, 'c'), out var bound) || !SaslBase64.TryDecode(text[(end + 3)..], out var proof))
            return false;
        final = new ScramClientFinal(bound, random, proof, text[..end]);
        return true;
    }
}
