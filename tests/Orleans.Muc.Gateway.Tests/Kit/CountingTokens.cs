using System.Globalization;
using Orleans.Muc.Gateway.Sessions;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>token1, token2 …</summary>
internal sealed class CountingTokens : ITokens
{
    private int last;

    public string Next() => "token" + Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
}
