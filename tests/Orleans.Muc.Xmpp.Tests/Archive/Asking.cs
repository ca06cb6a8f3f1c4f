using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Archive;

/// <summary>Queries as a client writes them.</summary>
internal static class Asking
{
    public static readonly ArchiveFields Everything = new() { FullText = true, Groupchat = true };

    public static Element Query(string children = "", string attributes = "") =>
        Element.Parse(Encoding.UTF8.GetBytes($"<query xmlns='{Ns.Mam}' {attributes}>{children}</query>"));

    public static string Form(params string[] fields) =>
        $"<x xmlns='{Ns.DataForms}' type='submit'><field var='FORM_TYPE'><value>{Ns.Mam}</value></field>{string.Concat(fields)}</x>";

    public static string Field(string var, params string[] values) =>
        $"<field var='{var}'>{string.Concat(values.Select(value => $"<value>{value}</value>"))}</field>";

    public static string Page(string children) => $"<set xmlns='{Ns.Rsm}'>{children}</set>";

    public static ArchiveRequest Read(Element query, ArchiveFields? offered = null)
    {
        var isRead = ArchiveIntake.TryRead(query, offered ?? Everything, out var request, out var error);
        Assert.True(isRead, error?.ToElement().ToString());
        Assert.Null(error);
        return request!;
    }

    public static ArchiveRequest Read(params string[] fields) => Read(Query(Form(fields)));

    public static StanzaErrorCondition Refused(Element query, ArchiveFields? offered = null)
    {
        Assert.False(ArchiveIntake.TryRead(query, offered ?? Everything, out var request, out var error));
        Assert.Null(request);
        return error.Condition;
    }

    /// <summary>An id of that millisecond since 1970.</summary>
    public static StanzaId Id(long milliseconds, ulong random = 7) => StanzaId.Next(null, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), random);
}
