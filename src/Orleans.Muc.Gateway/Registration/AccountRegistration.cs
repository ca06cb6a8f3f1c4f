using Microsoft.Extensions.Options;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Registration;

/// <summary>In-band registration with the server itself (XEP-0077 §3).</summary>
internal sealed class AccountRegistration(MucIdentity identity, IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly RecentCounts<RemoteAddress> lately = new(TimeSpan.FromHours(1), time);

    /// <summary>Answers a get or set before login (XEP-0077 §3.1).</summary>
    public async ValueTask<Stanza> Answer(Stanza iq, RemoteAddress address)
    {
        // §3.1: a host without in-band registration MUST answer so.
        if (!options.Value.Registration.Open || !IsForServer(iq))
            return iq.Error(StanzaError.ServiceUnavailable());
        if (iq.Type == "get")
            return iq.Result(RegistrationForm.Blank());
        var request = RegistrationRequest.From(iq);
        // §3.2: there is nobody yet who could be removed.
        if (request is null || request.Removes)
            return iq.Error(StanzaError.UnexpectedRequest());
        return await Register(iq, request, address);
    }

    /// <summary>Answers a get or set of a bound session by sending to it: state, new password (§3.3), cancellation (§3.2).</summary>
    public async ValueTask Answer(Session session, Stanza iq)
    {
        if (RegistrationRequest.From(iq) is { Removes: true } removal)
        {
            await Cancel(session, iq, removal);
            return;
        }

        session.Send(iq.Type == "get" ? iq.Result(RegistrationForm.Registered(session.Bare)) : await ChangePassword(session, iq));
        session.Flush();
    }

    private async ValueTask<Stanza> Register(Stanza iq, RegistrationRequest request, RemoteAddress address)
    {
        // §3.1: a field left out or empty, a name or password that can't be one.
        if (request.AccountIn(identity.Domain) is not { } account || request.PreparedPassword is not { } password)
            return iq.Error(StanzaError.NotAcceptable());
        if (!lately.TryAdd(options.Value.Registration.MaxPerHour, address))
            return iq.Error(StanzaError.ResourceConstraint("Too many accounts are made from your address."));
        return await Ask(account, grain => grain.Register(password)) switch
        {
            RegisterOutcome.Registered => iq.Result(),
            RegisterOutcome.Exists => iq.Error(StanzaError.Conflict()),
            RegisterOutcome.StillLeaving => iq.Error(StanzaError.ResourceConstraint("An account of this name is still being removed; try again later.")),
            _ => iq.Error(Later),
        };
    }

    private async ValueTask<Stanza> ChangePassword(Session session, Stanza iq)
    {
        var request = RegistrationRequest.From(iq);
        // §3.3: the name must be there, and an empty password never replaces one.
        if (request?.AccountIn(identity.Domain) is not { } account || request.PreparedPassword is not { } password)
            return iq.Error(StanzaError.BadRequest());
        // Everybody's own account, nobody else's.
        if (account != session.Bare)
            return iq.Error(StanzaError.NotAllowed());
        return await Ask(account, grain => grain.ChangePassword(password)) switch
        {
            true => iq.Result(),
            false => iq.Error(StanzaError.RegistrationRequired()),
            null => iq.Error(Later),
        };
    }

    /// <summary>§3.2: the answer goes first, then every stream of the account ends with <c>not-authorized</c>.</summary>
    private async ValueTask Cancel(Session session, Stanza iq, RegistrationRequest removal)
    {
        if (!removal.RemovesOnly)
        {
            session.Send(iq.Error(StanzaError.BadRequest()));
            session.Flush();
            return;
        }

        session.HoldClose();
        try
        {
            var isRepeated = false;
            var removed = await Ask(session.Bare, async grain =>
            {
                var wasAsked = isRepeated;
                isRepeated = true;
                // When there is nothing left to remove, an answer that was lost has said that it was.
                return await grain.Cancel() || wasAsked;
            });
            session.Send(removed switch
            {
                true => iq.Result(),
                false => iq.Error(StanzaError.RegistrationRequired()),
                null => iq.Error(Later),
            });
            session.Flush();
            if (removed == true)
                session.Close(StreamErrorCondition.NotAuthorized, "The account is removed.");
        }
        finally
        {
            session.ReleaseClose();
        }
    }

    private bool IsForServer(Stanza iq) => iq.MalformedTo is null && (iq.To is null || iq.To == identity.Domain);

    private static StanzaError Later => StanzaError.ResourceConstraint("Accounts can't be reached now; try again later.");

    /// <summary>The account may be moving to another silo, or its storage be busy (which both log); each of these requests may be made again. Null when patience was in vain.</summary>
    private async Task<T?> Ask<T>(Jid account, Func<IUserRegistrationGrain, Task<T>> request)
        where T : struct
    {
        try
        {
            return await Patiently.Call(() => request(grains.GetGrain<IUserRegistrationGrain>(account.ToString())), Patiently.UntilMoved, time);
        }
        catch (Exception fault) when (fault is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
