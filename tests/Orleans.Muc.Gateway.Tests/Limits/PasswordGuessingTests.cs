using System.Net;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Limits;

/// <summary>Guessing passwords over many streams.</summary>
public class PasswordGuessingTests
{
    private static readonly IPEndPoint Tybalt = new(IPAddress.Parse("192.0.2.66"), 4000);
    private static readonly IPEndPoint Home = new(IPAddress.Parse("192.0.2.1"), 4000);

    [Fact]
    public async Task Guesses_are_counted_across_streams_and_then_even_the_right_one_is_refused()
    {
        await using var door = Guarded();
        for (var guess = 0; guess < 4; guess++)
            Assert.Equal("not-authorized", await LogIn(door, Tybalt, "romeo", "guess" + guess));
        Assert.Equal("temporary-auth-failure", await LogIn(door, Tybalt, "romeo", "guess"));
        Assert.Equal("temporary-auth-failure", await LogIn(door, Tybalt, "romeo", "secret"));
    }

    [Fact]
    public async Task The_owner_gets_in_from_elsewhere()
    {
        await using var door = Guarded();
        for (var guess = 0; guess < 5; guess++)
            await LogIn(door, Tybalt, "romeo", "guess" + guess);
        Assert.Equal("success", await LogIn(door, Home, "romeo", "secret"));
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_guarded_alike()
    {
        await using var door = Guarded();
        for (var guess = 0; guess < 4; guess++)
            Assert.Equal("not-authorized", await LogIn(door, Tybalt, "nobody", "guess" + guess));
        Assert.Equal("temporary-auth-failure", await LogIn(door, Tybalt, "nobody", "guess"));
    }

    [Fact]
    public async Task Who_tries_many_accounts_is_stopped_by_the_address()
    {
        await using var door = Guarded();
        for (var guess = 0; guess < 8; guess++)
            Assert.Equal("not-authorized", await LogIn(door, Tybalt, "account" + guess, "guess"));
        Assert.Equal("temporary-auth-failure", await LogIn(door, Tybalt, "romeo", "secret"));
        Assert.Equal("success", await LogIn(door, Home, "romeo", "secret"));
    }

    [Fact]
    public async Task Who_mistypes_and_then_gets_it_right_begins_anew()
    {
        await using var door = Guarded();
        for (var round = 0; round < 2; round++)
        {
            for (var guess = 0; guess < 3; guess++)
                Assert.Equal("not-authorized", await LogIn(door, Home, "romeo", "sceret" + guess));
            Assert.Equal("success", await LogIn(door, Home, "romeo", "secret"));
        }
    }

    [Fact]
    public async Task After_the_window_one_may_try_again()
    {
        await using var door = Guarded();
        for (var guess = 0; guess < 4; guess++)
            await LogIn(door, Tybalt, "romeo", "guess" + guess);
        door.Time.Advance(2 * TimeSpan.FromMinutes(10));
        Assert.Equal("success", await LogIn(door, Tybalt, "romeo", "secret"));
    }

    [Fact]
    public async Task SCRAM_proofs_that_wait_are_judged_by_what_has_failed_meanwhile()
    {
        await using var door = Guarded();
        var early = door.Connect(From(Tybalt));
        await early.Open();
        var scram = new ScramClient(HashAlgorithmName.SHA256, "romeo", "secret");
        await early.Send(TestClient.Auth("SCRAM-SHA-256", scram.First));
        var challenge = await early.NextElement("challenge");
        for (var guess = 0; guess < 4; guess++)
            await LogIn(door, Tybalt, "romeo", "guess" + guess);
        await early.Send(TestClient.Response(scram.Final(Encoding.UTF8.GetString(Convert.FromBase64String(challenge.Text)))));
        Assert.Equal("temporary-auth-failure", (await early.NextElement("failure")).Children.Single().Name);
    }

    [Fact]
    public async Task All_silos_of_a_service_invent_the_same_salt_and_other_services_another()
    {
        var (service, other, nobody) = (new Accounts(), new Accounts(), Jid.Parse("nobody@montague.lit"));
        var (first, second) = (new Credentials(service.Factory, Door.Identity, TimeProvider.System), new Credentials(service.Factory, Door.Identity, TimeProvider.System));
        var salt = (await first.KeysOf(nobody, ScramHash.Sha256)).Salt;
        Assert.Equal(salt, (await second.KeysOf(nobody, ScramHash.Sha256)).Salt);
        Assert.NotEqual(salt, (await first.KeysOf(Jid.Parse("nemo@montague.lit"), ScramHash.Sha256)).Salt);
        Assert.NotEqual(salt, (await other.Guard.KeysOf(nobody, ScramHash.Sha256)).Salt);
    }

    private static Door Guarded()
    {
        var door = new Door(options =>
        {
            options.MaxFailedLoginsPerAccount = 4;
            options.MaxFailedLoginsPerAddress = 8;
            options.FailedLoginWindow = TimeSpan.FromMinutes(10);
        });
        door.Accounts["romeo@montague.lit"] = "secret";
        return door;
    }

    private static InMemoryLink From(IPEndPoint address)
    {
        var link = InMemoryLink.Create();
        link.Remote = address;
        return link;
    }

    private static async Task<string> LogIn(Door door, IPEndPoint from, string user, string password)
    {
        var client = door.Connect(From(from));
        await client.Open();
        await client.Send(TestClient.Plain($"\0{user}\0{password}"));
        var answer = (await client.Next<StreamItem.ElementItem>()).Element;
        return answer.Name == "success" ? "success" : answer.Children.Single().Name;
    }
}
