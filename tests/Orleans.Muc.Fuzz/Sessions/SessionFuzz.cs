using Orleans.Muc.Testing;

namespace Orleans.Muc.Fuzz.Sessions;

/// <summary>Random stanzas to a running server: it stays up, keeps secrets, and answers every question once.</summary>
public sealed class SessionFuzz
{
    private const int RoundsOfAPeriod = 6;
    private const int StanzasOfARound = 12;

    private readonly Findings findings = new();
    private readonly Secrets secrets = new();
    private readonly Stage stage = new();
    private readonly List<Player> witnesses = [];
    private readonly Player?[] players = new Player?[Stage.Active.Length];
    private int played;
    private int readOutput;
    private int readErrors;

    [Fact]
    public async Task Server_survives_any_stanzas_leaks_nothing_and_answers_every_iq_once()
    {
        using var data = new TemporaryDirectory();
        var settings = new HostSettings { Storage = FuzzRun.IsFull ? "Sqlite" : "Memory", DataDirectory = data.Inside("data") };
        await using var host = await HostProcess.StartAsync(settings);
        foreach (var account in Stage.Active.Concat(Stage.Passive).DistinctBy(account => account.BareJid))
            await TestAccounts.RegisterAsync(account, host.Gateway);
        var dice = FuzzRun.Dice("session", 0);
        var stanzas = new StanzaDice(dice, stage, secrets);
        for (var round = 0; played < (FuzzRun.IsFull ? 50_000 : 2_000) && findings.Summary() is null; round++)
        {
            if (round % RoundsOfAPeriod == 0)
                await BeginPeriodAsync(host);
            await PlayRoundAsync(host, dice, stanzas);
            CheckLog(host);
        }

        foreach (var player in players.OfType<Player>().Concat(witnesses))
            await player.LeaveAsync(politely: true);
        CheckLog(host);
        Assert.True(findings.Summary() is null, $"MUC_FUZZ_SEED={FuzzRun.Seed}: {findings.Summary()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FuzzRun.Seed}: {played} random stanzas, {findings.Sent} in all");
    }

    /// <summary>New rooms, each with an owner who does random things and a witness who does nothing.</summary>
    private async Task BeginPeriodAsync(HostProcess host)
    {
        foreach (var witness in witnesses)
            await witness.LeaveAsync(politely: true);
        witnesses.Clear();
        stage.NextPeriod();
        for (var i = 0; i < stage.Rooms.Count; i++)
        {
            var owner = players[i] ??= await Player.ArriveAsync(Stage.Active[i], host, (findings, secrets));
            await owner.SendAsync($"<presence to='{stage.Rooms[i]}/{Stage.Nicks[i]}'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
            await owner.OpenRoomAsync(stage.Rooms[i]);
            await owner.SettleAsync([stage.Rooms[i]]);
            var witness = await Player.ArriveAsync(Stage.Passive[i], host, (findings, secrets));
            await witness.SendAsync($"<presence to='{stage.Rooms[i]}/witness'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
            await witness.SettleAsync([stage.Rooms[i]]);
            witnesses.Add(witness);
        }
    }

    private async Task PlayRoundAsync(HostProcess host, Random dice, StanzaDice stanzas)
    {
        var turns = new List<Task>();
        for (var i = 0; i < players.Length; i++)
        {
            if (players[i] is null)
            {
                players[i] = await Player.ArriveAsync(Stage.Active[i], host, (findings, secrets));
                await players[i]!.SendAsync("<presence/>");
                await players[i]!.SendAsync(stanzas.Entry());
            }

            var player = players[i]!;
            played += StanzasOfARound;
            // All throws of the dice are made here, one after the other, so that the same seed makes the same stanzas.
            turns.Add(SendAllAsync(player, [.. Enumerable.Range(0, StanzasOfARound).Select(_ => stanzas.Next(player))]));
        }

        await Task.WhenAll(turns);
        var addresses = stage.Rooms.Append(Stage.Domain).Append(Stage.Service).Append(null).ToList();
        await Task.WhenAll(players.OfType<Player>().Concat(witnesses).Select(player => player.SettleAsync(addresses)));
        for (var i = 0; i < players.Length; i++)
            await MaybeEndAsync(i, dice, stanzas);
    }

    private static async Task SendAllAsync(Player player, IReadOnlyList<string> stanzas)
    {
        foreach (var stanza in stanzas)
            await player.SendAsync(stanza);
    }

    private async Task MaybeEndAsync(int i, Random dice, StanzaDice stanzas)
    {
        var player = players[i];
        var end = dice.Next(12);
        var fatal = stanzas.Fatal();
        if (player is null || end > 2)
            return;
        players[i] = null;
        if (end == 0)
            await player.EndByAsync(fatal);
        else
            await player.LeaveAsync(politely: end == 1);
    }

    // The console's prefixes of errors; what is handled is at most a warning.
    private void CheckLog(HostProcess host)
    {
        var (output, errors) = (host.Output, host.Errors);
        var log = output[readOutput..] + errors[readErrors..];
        (readOutput, readErrors) = (output.Length, errors.Length);
        if (new[] { "fail:", "crit:", "Unhandled exception" }.FirstOrDefault(sign => log.Contains(sign, StringComparison.Ordinal)) is { } found)
            findings.Report("the host", log[log.IndexOf(found, StringComparison.Ordinal)..]);
    }
}
