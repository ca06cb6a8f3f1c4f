using System.Buffers.Text;
using System.Security.Cryptography;

namespace Orleans.Muc.Gateway.Sessions;

/// <summary>Tokens of 144 bits from the system's random number generator.</summary>
internal sealed class RandomTokens : ITokens
{
    public string Next() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
}
