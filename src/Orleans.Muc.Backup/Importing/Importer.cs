using Orleans.Muc.Abstractions;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>How an import goes about it.</summary>
/// <param name="Overwrite">Whether accounts and rooms that are there already are replaced; otherwise they stay as they are.</param>
/// <param name="Random">For the salts of passwords that come as they are.</param>
public sealed record ImportChoices(bool Overwrite, FillRandom Random);

/// <summary>
/// Reads documents of XEP-0227, our own and those of other servers. An account, and a room, is there when all of it is: an import that was interrupted is repeated, and does what is left.
/// What there is no place for is counted by name.
/// </summary>
public sealed class Importer(BackupStores stores, MucIdentity identity, Tally tally)
{
    private readonly RoomShelves _shelves = new(stores, identity, tally);

    public required ImportChoices Choices { get; init; }

    /// <summary>Imports one document and those it includes.</summary>
    /// <exception cref="BackupException">It can't be read to its end; what came before is imported.</exception>
    public async Task Read(BackupFile file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        await ReadRoot(file, "server-data", async source =>
        {
            foreach (var child in source.Children())
                await ReadHostOrInclude(child, file, cancellation);
        });
        await _shelves.Write();
    }

    private static async Task ReadRoot(BackupFile file, string name, Func<Source, Task> read)
    {
        using var source = new Source(file.Content, file.Name);
        source.Begin();
        if (!source.Is(name, Names.Pie))
            throw source.Fault($"<{name} xmlns='{Names.Pie}'/> is expected, and this is <{source.Name} xmlns='{source.Namespace}'/>");
        await read(source);
        source.End();
    }

    private async Task ReadHostOrInclude(Source child, BackupFile file, CancellationToken cancellation)
    {
        if (child.Is("include", Names.Include))
        {
            var included = file.Included(child);
            child.Pass();
            await ReadRoot(included, "host", host => ReadHost(host, included, cancellation));
        }
        else if (child.Is("host", Names.Pie))
        {
            await ReadHost(child, file, cancellation);
        }
        else
        {
            LeaveOut(child);
        }
    }

    private async Task ReadHost(Source host, BackupFile file, CancellationToken cancellation)
    {
        var name = host.Need("jid");
        var address = Jid.TryParse(name, out var jid) ? jid : null;
        foreach (var child in host.Children())
        {
            if (child.Is("include", Names.Include))
            {
                var included = file.Included(child);
                child.Pass();
                await ReadRoot(included, "user", user => ReadUser(user, address, cancellation));
            }
            else if (child.Is("user", Names.Pie))
            {
                await ReadUser(child, address, cancellation);
            }
            else if (child.Is("room", Names.Own))
            {
                await ReadRoom(child, address, cancellation);
            }
            else
            {
                LeaveOut(child);
            }
        }
    }

    private async Task ReadUser(Source user, Jid? host, CancellationToken cancellation)
    {
        if (host == identity.Domain)
            await new AccountReader(stores, tally, Choices).Read(user, identity.Domain, cancellation);
        else
            PassForeign(user, $"account of {host}, which is not Muc:Domain ({identity.Domain})");
    }

    private async Task ReadRoom(Source room, Jid? host, CancellationToken cancellation)
    {
        if (host == identity.Service)
            await new RoomReader(stores, tally, Choices, _shelves).Read(room, identity.Service, cancellation);
        else
            PassForeign(room, $"room of {host}, which is not Muc:Service ({identity.Service})");
    }

    private void PassForeign(Source element, string what)
    {
        tally.LeaveOut(what);
        element.Pass();
    }

    private void LeaveOut(Source element)
    {
        tally.LeaveOut($"<{element.Name} xmlns='{element.Namespace}'/>");
        element.Pass();
    }
}
