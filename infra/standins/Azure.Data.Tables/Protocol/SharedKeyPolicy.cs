#nullable enable
using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Protocol;

/// <summary>
/// Signs each try with the account's key ("Authorize with Shared Key", SharedKeyLite for the Table service: the date and the resource,
/// which is the account, the path as it is sent, and of the query only <c>comp</c>).
/// </summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        var uri = request.Uri.ToUri();
        var comp = uri.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("comp=", StringComparison.Ordinal));
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("Authorization",
            $"SharedKeyLite {credential.AccountName}:{credential.Sign($"{date}\n/{credential.AccountName}{uri.AbsolutePath}{(comp is null ? "" : "?" + comp)}")}");
    }
}
