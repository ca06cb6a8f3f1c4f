using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>The image is built from what is there, and runs as nobody.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Known = ["FROM", "LABEL", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT"];

    private readonly Dockerfile _file = Dockerfile.Read();

    [Fact]
    public void Instructions_are_those_that_every_builder_knows()
    {
        Assert.All(_file.Instructions, instruction => Assert.Contains(instruction.Word, Known));
        Assert.DoesNotContain(_file.Instructions, instruction => instruction.Arguments.StartsWith("--mount", StringComparison.Ordinal));
    }

    [Fact]
    public void Base_images_are_pinned_to_the_framework_that_the_projects_are_for()
    {
        var images = _file.Instructions.Where(instruction => instruction.Word == "FROM").Select(instruction => instruction.Arguments.Split(' ')[0]).ToList();
        Assert.Equal(2, images.Count);
        Assert.All(images, image => Assert.True(Images.IsPinned(image), image));
        var framework = System.Text.RegularExpressions.Regex.Match(File.ReadAllText(SourceTree.Inside("Directory.Build.props")), "<TargetFramework>net([0-9.]+)<").Groups[1].Value;
        Assert.All(images, image => Assert.Contains($":{framework}-", image, StringComparison.Ordinal));
        Assert.EndsWith("-chiseled", images[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_copied_exists_and_is_sent()
    {
        var context = new BuildContext();
        var copies = _file.Instructions.Where(instruction => instruction.Word == "COPY" && !instruction.Arguments.StartsWith("--from", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(copies);
        foreach (var source in copies.SelectMany(copy => copy.Arguments.Split(' ')[..^1]))
        {
            var path = source.TrimEnd('/');
            Assert.True(File.Exists(SourceTree.Inside(path)) || Directory.Exists(SourceTree.Inside(path)), source);
            Assert.True(context.Sends(path), $"{source} is kept back by .dockerignore");
        }
    }

    [Fact]
    public void Sources_are_sent_and_nothing_else_is()
    {
        var context = new BuildContext();
        var sources = Directory.EnumerateFiles(SourceTree.Inside("src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .ToList();
        Assert.Contains("src/Orleans.Muc.Host/appsettings.json", sources);
        Assert.DoesNotContain(sources, source => !context.Sends(source));
        string[] kept =
        [
            ".git/config", "README.md", "tests/Orleans.Muc.Testing/Orleans.Muc.Testing.csproj", "infra/standins/Orleans/Orleans.csproj", "infra/kubernetes/site/site.env", "bicep/main.bicep",
            "src/Orleans.Muc.Host/bin/Debug/net10.0/Orleans.Muc.Host.dll", "src/Orleans.Muc.Host/obj/project.assets.json", "src/Orleans.Muc.Host/data/muc.db", "src/Orleans.Muc.Host/key.pfx", "NuGet.Config",
        ];
        Assert.DoesNotContain(kept, context.Sends);
    }

    /// <summary>What Directory.Build.targets imports is part of every build.</summary>
    [Fact]
    public void Imports_of_the_build_are_copied()
    {
        var imports = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(SourceTree.Inside("Directory.Build.targets")), @"Project=""\$\(MSBuildThisFileDirectory\)([^""]+)""");
        Assert.NotEmpty(imports);
        var copied = string.Join('\n', _file.Instructions.Where(instruction => instruction.Word == "COPY").Select(instruction => instruction.Arguments));
        Assert.All(imports, import => Assert.Contains(import.Groups[1].Value, copied, StringComparison.Ordinal));
    }

    [Fact]
    public void Official_packages_are_demanded()
    {
        var publish = Assert.Single(_file.Instructions, instruction => instruction.Word == "RUN").Arguments;
        Assert.Contains("dotnet publish src/Orleans.Muc.Host --configuration Release", publish, StringComparison.Ordinal);
        Assert.DoesNotContain("Packages=", publish, StringComparison.Ordinal);
        Assert.DoesNotContain("--no-restore", publish, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_runs_as_a_number_that_is_not_root()
    {
        Assert.Equal("10001", _file.User);
        var order = _file.Final.Select(instruction => instruction.Word).ToList();
        Assert.True(order.IndexOf("USER") < order.IndexOf("ENTRYPOINT"));
        Assert.Contains(("COPY", $"--from=build --chown={_file.User}:{_file.User} /data /data"), _file.Final);
        Assert.Contains(("VOLUME", "[\"/data\"]"), _file.Final);
    }

    /// <summary>.NET asks for the home directory when it begins TLS, and fails where there is none; nobody gives one to a user who is only a number.</summary>
    [Fact]
    public void Process_has_a_home_that_it_may_write_to() => Assert.Equal("/data", _file.Environment["HOME"]);

    [Fact]
    public void Ports_are_those_of_the_program()
    {
        string[] settings = ["Muc:Gateway:TcpPort", "Muc:Gateway:TlsPort", "Muc:Gateway:HttpPort", "Muc:Operations:Port", "Muc:Silo:Port", "Muc:Silo:GatewayPort"];
        Assert.Equal(settings.Select(setting => $"{Documented.DefaultOf(setting)}"), Assert.Single(_file.Final, instruction => instruction.Word == "EXPOSE").Arguments.Split(' '));
    }

    [Fact]
    public void There_is_no_shell_so_nothing_needs_one()
    {
        Assert.DoesNotContain(_file.Final, instruction => instruction.Word == "RUN");
        var entry = _file.Final[^1];
        Assert.Equal("ENTRYPOINT", entry.Word);
        var arguments = System.Text.Json.JsonSerializer.Deserialize<string[]>(entry.Arguments)!;
        Assert.Equal(["dotnet", "/app/Orleans.Muc.Host.dll"], arguments);
        Assert.True(File.Exists(SourceTree.Inside("src", "Orleans.Muc.Host", "Orleans.Muc.Host.csproj")));
    }

    [Fact]
    public void Environment_holds_settings_of_the_program_and_no_secret()
    {
        Assert.DoesNotContain(_file.Environment.Keys, name => !Documented.Knows(name));
        Assert.DoesNotContain(_file.Environment.Keys, name => name.Contains("Password", StringComparison.OrdinalIgnoreCase) || name.Contains("ConnectionString", StringComparison.OrdinalIgnoreCase));
    }
}
