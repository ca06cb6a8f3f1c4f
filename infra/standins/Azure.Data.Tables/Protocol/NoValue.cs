#nullable enable
namespace Azure.Data.Tables.Protocol;

/// <summary>The service answered, and there is no such entity.</summary>
internal sealed class NoValue<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException($"The service answered {response.Status}: there is no value.");

    public override Response GetRawResponse() => response;
}
