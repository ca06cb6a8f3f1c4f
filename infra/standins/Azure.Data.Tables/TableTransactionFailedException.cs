using System.Globalization;
using System.Text.RegularExpressions;

namespace Azure.Data.Tables;

/// <summary>None of the changes was made; <see cref="FailedTransactionActionIndex"/> says which was refused, if one was.</summary>
public partial class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(requestFailedException.Status, requestFailedException.Message, requestFailedException.ErrorCode, requestFailedException.InnerException)
    {
        // The service puts the number of the change before its message ("2:The entity ...").
        if (Index().Match(Message) is { Success: true } number)
        {
            FailedTransactionActionIndex = int.Parse(number.Value, CultureInfo.InvariantCulture);
        }
    }

    public int? FailedTransactionActionIndex { get; }

    [GeneratedRegex(@"^\d{1,3}(?=:)")]
    private static partial Regex Index();
}
