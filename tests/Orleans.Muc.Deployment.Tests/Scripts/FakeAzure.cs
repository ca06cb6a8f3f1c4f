using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>
/// A copy of the scripts in a folder where <c>az</c>, <c>kubectl</c>, <c>kubelogin</c> and <c>git</c> are fakes: they write down how they are called, and answer from a folder of facts,
/// which is what Azure would remember. Nothing else is on the path but the ordinary programs of a system.
/// </summary>
internal sealed class FakeAzure : IDisposable
{
    private static readonly string[] Ordinary = ["bash", "env", "cat", "cp", "date", "dirname", "mkdir", "mktemp", "rm", "sh", "touch"];

    private readonly TemporaryDirectory _folder = new();

    public FakeAzure()
    {
        Directory.CreateDirectory(_folder.Inside("programs"));
        Directory.CreateDirectory(_folder.Inside("facts"));
        foreach (var program in Ordinary)
            File.CreateSymbolicLink(Path.Combine(_folder.Inside("programs"), program), ProgramRun.OnPath(program) ?? throw new FileNotFoundException(program));
        Add("az", Az);
        Add("kubectl", Kubectl);
        Add("kubelogin", Record);
        Add("git", Git);
        Copy("infra");
        Copy(Path.Combine("infra", "kubernetes"));
        Copy(Path.Combine("bicep", "environments"));
        File.WriteAllText(Calls, "");
    }

    /// <summary>Every call of a fake since the beginning, as it was made.</summary>
    public string[] Called => File.ReadAllLines(Calls);

    private string Calls => _folder.Inside("calls");

    public static void SkipWithoutBash() => Assert.SkipWhen(OperatingSystem.IsWindows() || ProgramRun.OnPath("bash") is null, "There is no bash.");

    /// <summary>Something is so in Azure: a file among the facts.</summary>
    public FakeAzure Fact(string name, string text = "")
    {
        File.WriteAllText(Path.Combine(_folder.Inside("facts"), name), text);
        return this;
    }

    public bool Is(string fact) => File.Exists(Path.Combine(_folder.Inside("facts"), fact));

    public string Inside(string name) => _folder.Inside(name);

    public FakeAzure Without(params string[] programs)
    {
        foreach (var program in programs)
            File.Delete(Path.Combine(_folder.Inside("programs"), program));
        return this;
    }

    /// <summary>Runs <c>infra/deploy</c> or <c>infra/destroy</c>.</summary>
    public Task<ProgramRun> Run(string script, string arguments, string answer = "", Dictionary<string, string>? settings = null)
    {
        var environment = new Dictionary<string, string>(settings ?? [])
        {
            ["PATH"] = _folder.Inside("programs"),
            ["FAKE"] = _folder.Path,
        };
        foreach (var unset in new[] { "MUC_DOMAIN", "MUC_ADMIN_GROUPS", "MUC_CERTIFICATE_PASSWORD" })
            environment.TryAdd(unset, "");
        return ProgramRun.Of(_folder.Inside(Path.Combine("infra", script)), arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), _folder.Path, environment, answer);
    }

    public void Dispose() => _folder.Dispose();

    private void Add(string name, string text)
    {
        var file = Path.Combine(_folder.Inside("programs"), name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private void Copy(string relative)
    {
        var all = relative.EndsWith("kubernetes", StringComparison.Ordinal) ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        foreach (var file in Directory.EnumerateFiles(SourceTree.Inside(relative), "*", all))
        {
            var copy = _folder.Inside(Path.GetRelativePath(SourceTree.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private const string Record = """
        #!/usr/bin/env sh
        line=${0##*/}
        for argument in "$@"; do line="$line $argument"; done
        echo "$line" >>"$FAKE/calls"

        """;

    private const string Git = Record + """
        case $* in
          *rev-parse*) echo 0123456789ab ;;
          *status*) [ ! -e "$FAKE/facts/uncommitted" ] || cat "$FAKE/facts/uncommitted" ;;
        esac
        """;

    private const string Kubectl = Record + """
        case $* in
          version*) echo "Kustomize Version: $([ -e "$FAKE/facts/kustomize" ] && cat "$FAKE/facts/kustomize" || echo v5.5.0)" ;;
          *rollout*) [ ! -e "$FAKE/facts/stuck" ] ;;
        esac
        """;

    private const string Az = Record + """
        cd "$FAKE/facts"
        case $* in
          "account show"*) [ ! -e nobody ] || exit 1; case $* in *name*) echo Verona ;; *) echo 1111 ;; esac ;;
          "group show"*) [ -e group ] && cat group ;;
          "group exists"*) if [ -e group ]; then echo true; else echo false; fi ;;
          "group create"*) echo westeurope >group ;;
          "group delete"*) rm -f group ;;
          "deployment sub what-if"*) [ ! -e forbidden ] ;;
          "deployment sub create"*) [ ! -e broken ] || exit 1; echo westeurope >group ;;
          "deployment sub show"*nameServers*) ;;
          "deployment sub show"*) cat outputs ;;
          "keyvault list-deleted"*) [ ! -e deleted-vault ] || cat deleted-vault ;;
          "keyvault recover"*) rm deleted-vault ;;
          "keyvault list "*) echo kv-muc-dev-x ;;
          "keyvault certificate show"*) [ -e certificate ] ;;
          "keyvault certificate create"*|"keyvault certificate import"*) touch certificate ;;
          "acr repository show"*) [ -e image ] ;;
          "acr build"*) touch image ;;
          "lock list"*) [ ! -e locks ] || cat locks ;;
        esac
        """;
}
