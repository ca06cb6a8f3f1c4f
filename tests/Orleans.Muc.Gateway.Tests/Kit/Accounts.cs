using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>Accounts in memory, behind a grain factory that knows nothing else.</summary>
internal sealed class Accounts
{
    /// <summary>As accounts have that are made here.</summary>
    public const int Iterations = 10_000;

    /// <summary>Of the accounts here; others are imported ones.</summary>
    public int StoredIterations { get; init; } = Iterations;

    private readonly ConcurrentDictionary<string, string> passwords = new();

    private readonly ServiceSecret secret = new();

    public Accounts()
    {
        Factory = DispatchProxy.Create<IGrainFactory, FactoryProxy>();
        ((FactoryProxy)Factory).Accounts = this;
    }

    public IGrainFactory Factory { get; }

    /// <summary>The salt of every account; by default each has its own.</summary>
    public byte[]? Salt { get; set; }

    /// <summary>When set, every call fails with it.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Methods that do what they are asked to, once, and nobody hears of it.</summary>
    public HashSet<string> LosesNextAnswer { get; } = [];

    /// <summary>Names whose former accounts are still being removed.</summary>
    public HashSet<string> Leaving { get; } = [];

    /// <summary>Called while an account is cancelled, before the caller is answered.</summary>
    public Action<Jid>? Cancelling { get; set; }

    /// <summary>What a stream's logins see of them.</summary>
    public LoginGuard Guard => field ??= new(
        new Credentials(Factory, Door.Identity, TimeProvider.System),
        new LoginThrottle(Microsoft.Extensions.Options.Options.Create(new GatewayOptions()), TimeProvider.System),
        default);

    public string? this[string account]
    {
        get => passwords.GetValueOrDefault(account);
        set => passwords[account] = value!;
    }

    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is derived from it at run time.")]
    public class FactoryProxy : DispatchProxy
    {
        internal Accounts Accounts { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal("GetGrain", targetMethod!.Name);
            if (targetMethod.ReturnType == typeof(IServiceSecretGrain))
                return Accounts.secret;
            Assert.Equal(typeof(IUserRegistrationGrain), targetMethod.ReturnType);
            return new Account(Accounts, (string)args![0]!);
        }
    }

    private sealed class ServiceSecret : IServiceSecretGrain
    {
        private readonly byte[] bytes = RandomNumberGenerator.GetBytes(32);

        public Task<byte[]> Get() => Task.FromResult(bytes);
    }

    private sealed class Account(Accounts all, string key) : IUserRegistrationGrain
    {
        public Task<RegisterOutcome> Register(string preparedPassword) => Do(() =>
            all.Leaving.Contains(key) ? RegisterOutcome.StillLeaving : all.passwords.TryAdd(key, preparedPassword) ? RegisterOutcome.Registered : RegisterOutcome.Exists);

        public Task<bool> ChangePassword(string preparedPassword) =>
            Do(() => all.passwords.TryGetValue(key, out var old) && all.passwords.TryUpdate(key, preparedPassword, old));

        public Task<bool> Exists() => Do(() => all.passwords.ContainsKey(key));

        public Task<ScramKeysWire?> GetKeys(ScramHash hash) => Do(() =>
        {
            if (!all.passwords.TryGetValue(key, out var password))
                return null;
            var keys = ScramKeys.Derive(password, hash, all.Salt ?? SHA256.HashData(Encoding.UTF8.GetBytes(key))[..16], all.StoredIterations);
            return new ScramKeysWire(keys.Hash, keys.Salt, keys.Iterations, keys.StoredKey, keys.ServerKey);
        });

        public Task<bool> Cancel() => Do(() =>
        {
            all.Cancelling?.Invoke(Jid.Parse(key));
            var removed = all.passwords.TryRemove(key, out _);
            return all.LosesNextAnswer.Remove(nameof(Cancel)) ? throw new TimeoutException("The answer is lost.") : removed;
        });

        public Task Resume() => Task.CompletedTask;

        public Task NoteRoom(Jid room, bool registered) => Task.CompletedTask;

        private async Task<T> Do<T>(Func<T> work)
        {
            await Task.CompletedTask;
            return all.Fault is { } fault ? throw fault : work();
        }
    }
}
