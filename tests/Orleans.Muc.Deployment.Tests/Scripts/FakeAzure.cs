using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>
/// A copy of the scripts in a folder where <c>az</c>, <c>kubectl</c>, <c>kubelogin</c>, <c>openssl</c> and <c>git</c> are fakes: they write down how they are called, and answer from a folder of facts,
/// which is what Azure would remember. Nothing else is on the path but the ordinary programs of a system.
/// </summary>
internal sealed class FakeAzure : IDisposable
{
    private static readonly string[] Ordinary = ["bash", "env", "cat", "cp", "date", "dirname", "fold", "grep", "mkdir", "mktemp", "rm", "sh", "touch"];

    /// <summary>Words of calls that change something.</summary>
    private static readonly string[] Changes = ["create", "delete", "build", "import", "recover", "apply", "purge"];

    /// <summary>What the scripts read of their surroundings.</summary>
    private static readonly string[] Variables =
    [
        "MUC_DOMAIN", "MUC_REGISTRATION", "MUC_ADMINS", "MUC_HOST_DNS_ZONE", "MUC_ALERT_EMAILS", "MUC_ADMIN_GROUPS", "MUC_OPERATOR_RANGES", "MUC_CERTIFICATE_OFFICERS",
        "MUC_CERTIFICATE_PASSWORD",
    ];

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
        Add("openssl", Openssl);
        Copy("infra");
        Copy(Path.Combine("infra", "kubernetes"));
        Copy(Path.Combine("bicep", "environments"));
        File.WriteAllText(Calls, "");
    }

    /// <summary>Every call of a fake since the beginning, as it was made.</summary>
    public string[] Called => File.ReadAllLines(Calls);

    private string Calls => _folder.Inside("calls");

    /// <summary>One in which a deployment gets an answer to everything.</summary>
    /// <param name="environment">dev or prod.</param>
    /// <param name="domain">Of the accounts; null for the one that Azure gives the address.</param>
    public static FakeAzure Ready(string environment = "dev", string? domain = null)
    {
        SkipWithoutBash();
        var prefix = $"muc-{environment}";
        var host = $"{prefix}-x.westeurope.cloudapp.azure.com";
        var together = prefix.Replace("-", "", StringComparison.Ordinal);
        return new FakeAzure().Fact("outputs", string.Join('\n', [
            $"aks-{prefix}", $"cr{together}x", $"cr{together}x.azurecr.io", $"https://st{together}x.table.core.windows.net/", $"https://st{together}x.blob.core.windows.net/", $"kv-{prefix}-x",
            "muc-tls", "client-1", "tenant-1", $"pip-{prefix}", "192.0.2.1", host, domain ?? host, $"rg-{prefix}",
        ]));
    }

    public static void SkipWithoutBash() => Assert.SkipWhen(OperatingSystem.IsWindows() || ProgramRun.OnPath("bash") is null, "There is no bash.");

    /// <summary>Something is so in Azure: a file among the facts.</summary>
    public FakeAzure Fact(string name, string text = "")
    {
        File.WriteAllText(Path.Combine(_folder.Inside("facts"), name), text);
        return this;
    }

    public static bool IsChange(string call) => call.Split(' ').Skip(1).Take(4).Intersect(Changes).Any();

    public bool Is(string fact) => File.Exists(Path.Combine(_folder.Inside("facts"), fact));

    public string Known(string fact) => File.ReadAllText(Path.Combine(_folder.Inside("facts"), fact)).Trim();

    /// <summary>Who deploys has such a file.</summary>
    public FakeAzure With(string name, string text)
    {
        File.WriteAllText(_folder.Inside(name), text);
        return this;
    }

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
        // That of the machine doesn't count, and a variable that is not set is not one that is set to nothing.
        var unset = Variables.Except(environment.Keys).SelectMany(name => new[] { "-u", name });
        return ProgramRun.Of(
            _folder.Inside(Path.Combine("programs", "env")), [.. unset, _folder.Inside(Path.Combine("infra", script)), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], _folder.Path,
            environment, answer);
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

    /// <summary>A certificate is a text with its names in it.</summary>
    private const string Openssl = Record + """
        cat
        """;

    private const string Kubectl = Record + """
        case $* in
          version*) echo "Kustomize Version: $([ -e "$FAKE/facts/kustomize" ] && cat "$FAKE/facts/kustomize" || echo v5.5.0)" ;;
          *rollout*) [ ! -e "$FAKE/facts/stuck" ] ;;
          *wait*) [ ! -e "$FAKE/facts/addressless" ] ;;
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
          "deployment sub create"*) [ ! -e broken ] || exit 1; echo westeurope >group
            for name in MUC_DOMAIN MUC_REGISTRATION MUC_ADMINS MUC_HOST_DNS_ZONE MUC_ALERT_EMAILS MUC_ADMIN_GROUPS MUC_OPERATOR_RANGES MUC_CERTIFICATE_OFFICERS; do
              eval "echo $name=\"\${$name-}\""
            done >parameters ;;
          "deployment sub show"*MUC_DOMAIN*)
            [ ! -e offline ] || { echo "(AuthorizationFailed) The client has no authorization." >&2; exit 1; }
            [ -e parameters ] || { echo "(DeploymentNotFound) Deployment 'muc' could not be found." >&2; exit 3; }
            cat parameters ;;
          "deployment sub show"*nameServers*) ;;
          "deployment sub show"*) cat outputs ;;
          "keyvault list-deleted"*"properties.location == 'westeurope'"*) [ ! -e deleted-vault ] || cat deleted-vault ;;
          "keyvault recover"*) rm deleted-vault ;;
          "keyvault list "*) echo kv-muc-dev-x ;;
          "keyvault certificate show"*)
            [ ! -e denied ] || { echo "(Forbidden) The user does not have certificates get permission." >&2; exit 1; }
            [ -e certificate ] || { echo "(CertificateNotFound) A certificate with (name/id) muc-tls was not found in this key vault." >&2; exit 1; }
            cat issuer certificate ;;
          "keyvault certificate create"*)
            echo Self >issuer
            echo "DNS:${MUC_DOMAIN:-muc-dev-x.westeurope.cloudapp.azure.com}" >certificate ;;
          "keyvault certificate import"*)
            echo Unknown >issuer
            for argument in "$@"; do
              [ "${last:-}" != --file ] || grep -o 'DNS:.*' "$FAKE/$argument" >certificate
              last=$argument
            done ;;
          "acr repository show"*) [ -e image ] ;;
          "acr build"*) touch image ;;
          "lock list"*) [ ! -e locks ] || cat locks ;;
        esac
        """;
}
