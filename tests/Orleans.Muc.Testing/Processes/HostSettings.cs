using System.Globalization;

namespace Orleans.Muc.Testing;

/// <summary>What a host process is started with. Every port is a free one unless it is set.</summary>
public sealed record HostSettings
{
    /// <summary>The domain of the accounts.</summary>
    public string Domain { get; init; } = "localhost";

    /// <summary>The domain of the rooms.</summary>
    public string Service { get; init; } = "conference.localhost";

    /// <summary>Sqlite or Memory.</summary>
    public string Storage { get; init; } = "Sqlite";

    /// <summary>Where a Sqlite host keeps everything; empty leaves the key out.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>The port for ordinary clients.</summary>
    public int TcpPort { get; init; } = FreePorts.Next();

    /// <summary>The port for direct TLS.</summary>
    public int TlsPort { get; init; } = FreePorts.Next();

    /// <summary>The port for WebSocket and HTTP.</summary>
    public int HttpPort { get; init; } = FreePorts.Next();

    /// <summary>The port for those who ask how the server is.</summary>
    public int OperationsPort { get; init; } = FreePorts.Next();

    /// <summary>Further arguments; a key given here replaces the one made from the properties.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>A command and its own arguments, in front of the settings; empty starts the server.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>What runs the compiled host: a program, and arguments of its own in front of the host's.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = ["dotnet"];

    /// <summary>The compiled host to run.</summary>
    public string Assembly { get; init; } = SourceTree.HostAssembly;

    internal IEnumerable<string> Arguments()
    {
        var keys = new Dictionary<string, string>
        {
            ["Muc:Domain"] = Domain,
            ["Muc:Service"] = Service,
            ["Muc:Storage"] = Storage,
            ["Muc:DataDirectory"] = DataDirectory,
            ["Muc:Registration:Open"] = "true",
            ["Muc:Gateway:Address"] = "127.0.0.1",
            ["Muc:Gateway:TcpPort"] = TcpPort.ToString(CultureInfo.InvariantCulture),
            ["Muc:Gateway:TlsPort"] = TlsPort.ToString(CultureInfo.InvariantCulture),
            ["Muc:Gateway:HttpPort"] = HttpPort.ToString(CultureInfo.InvariantCulture),
            ["Muc:Operations:Port"] = OperationsPort.ToString(CultureInfo.InvariantCulture),
            ["Muc:Gateway:RequireEncryption"] = "false",
        };
        foreach (var (key, value) in Overrides)
            keys[key] = value;
        return [Assembly, .. Command, .. keys.Where(key => key.Value.Length > 0).Select(key => $"--{key.Key}={key.Value}"), "--environment", "Development"];
    }
}
