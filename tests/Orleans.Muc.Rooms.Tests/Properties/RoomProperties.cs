using FsCheck;
using FsCheck.Fluent;
using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Properties;

/// <summary>What holds of a room whatever people do to it. The stage checks of itself that events replay to the live state.</summary>
public sealed class RoomProperties
{
    /// <summary>The same few hundred scripts every time; with MUC_FULL=1 ten thousand new ones.</summary>
    private static readonly Config Scripts = Environment.GetEnvironmentVariable("MUC_FULL") == "1"
        ? Config.QuickThrowOnFailure.WithMaxTest(10_000)
        : Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(1597, 4181);

    [Fact]
    public void Events_replay_to_the_live_state_and_gateways_have_its_roster() => Check(_ => { });

    [Fact]
    public void Room_keeps_an_owner() => Check(stage =>
        Assert.True(!stage.Room.Exists || stage.Room.Members.Any(member => member.Affiliation == Affiliation.Owner)));

    [Fact]
    public void Nicknames_of_those_present_are_unique_and_nobody_uses_what_is_reserved_for_another() => Check(stage =>
    {
        var present = stage.Room.Roster.Select(entry => entry.Nick).ToList();
        Assert.Equal(present.Distinct().Count(), present.Count);
        foreach (var member in stage.Room.Members.Where(member => member.ReservedNick is not null))
            Assert.DoesNotContain(stage.Room.Roster, entry => entry.Nick == member.ReservedNick && entry.BareJid != member.Jid);
    });

    [Fact]
    public void Nobody_looks_like_somebody_else_or_like_who_is_away() => Check(stage =>
    {
        var bearers = stage.Room.Roster.Select(entry => (entry.Nick, User: entry.BareJid))
            .Concat(stage.Room.Members.Where(member => member.ReservedNick is not null).Select(member => (Nick: member.ReservedNick!, User: member.Jid)));
        Assert.All(bearers.GroupBy(bearer => bearer.Nick.Skeleton), alike => Assert.Single(alike.Select(bearer => bearer.User).Distinct()));
    });

    [Fact]
    public void Everybody_inside_is_allowed_to_be_and_has_a_role_that_fits() => Check(stage =>
    {
        Assert.All(stage.Room.Roster, entry =>
        {
            Assert.Equal(stage.Room.AffiliationOf(entry.BareJid), entry.Affiliation);
            Assert.True(entry.Affiliation >= (stage.Room.Configuration.MembersOnly ? Affiliation.Member : Affiliation.None));
            Assert.True(entry.Affiliation < Affiliation.Admin || entry.Role == Role.Moderator);
            Assert.NotEqual(Role.None, entry.Role);
            Assert.NotEmpty(entry.Visits);
        });
    });

    [Fact]
    public void Everybody_is_shown_with_the_hats_they_wear_and_no_hat_is_worn_that_is_not_there() => Check(stage =>
    {
        var hats = stage.Room.Hats;
        foreach (var entry in stage.Roster)
            foreach (var presence in (EncodedStanza[])[entry.PresenceFull, entry.PresenceAnonymous])
                Assert.Equal(hats.WornBy(entry.BareJid).Select(id => hats.Hats.Single(hat => hat.Id == id).Title), Xml.Of(presence).Hats());
        Assert.Equal(hats.Hats.Count, hats.Hats.Select(hat => hat.Uri).Distinct(StringComparer.Ordinal).Count());
        Assert.All(hats.Wearers, wearer => Assert.Equal(wearer.Hats.Distinct(StringComparer.Ordinal), wearer.Hats));
    });

    [Fact]
    public void Session_is_in_the_room_once_at_most() => Check(stage =>
    {
        var sessions = stage.Room.Roster.SelectMany(entry => entry.Visits).Select(visit => visit.Session).ToList();
        Assert.Equal(sessions.Distinct(StringComparer.Ordinal).Count(), sessions.Count);
    });

    /// <summary>Acts.Asks asserts the single answer; what remains is that nobody is answered who did not ask.</summary>
    [Fact]
    public void Every_request_gets_exactly_one_answer_and_nobody_else_gets_any() => Check(stage =>
    {
        var answers = stage.Cast.SelectMany(person => person.Received).Where(stanza => stanza.Name == "iq").Select(stanza => stanza["id"]).ToList();
        Assert.Equal(answers.Distinct().Count(), answers.Count);
    });

    [Fact]
    public void Those_who_may_not_see_jids_never_receive_one_of_others()
    {
        Prop.ForAll(Move.Scripts, script =>
        {
            var play = new Play();
            var stage = play.Stage;
            var wasPublic = false;
            stage.Watch = (person, entry, stanza) =>
            {
                if (wasPublic || stage.Room.Configuration.Whois == Whois.Anyone)
                    return;

                // In what the room says, the occupant counts; answers go by user, so that a moderator's or admin's other sessions read lists too (§8, §9).
                var user = person.Visit.FullJid.Bare;
                var text = Xml.Text(stanza);
                var mayKnow = text.StartsWith("<iq", StringComparison.Ordinal)
                    ? stage.Room.AffiliationOf(user) >= Affiliation.Admin || stage.Roster.Any(own => own.BareJid == user && own.SeesJids)
                    : entry?.SeesJids == true;
                if (!mayKnow)
                    AssertNoJidOfOthers(stage, person, text);
            };
            play.Begin();
            foreach (var move in script)
            {
                wasPublic = stage.Room.Configuration.Whois == Whois.Anyone;
                play.Perform(move);
            }
        }).Check(Scripts);
    }

    /// <summary>XEP-0045 §7.2.2 and §17.3.</summary>
    [Fact]
    public void Who_asks_for_everything_anew_gets_the_presence_of_all_who_are_shown() => Check(stage =>
    {
        foreach (var entry in stage.Roster.ToList())
        {
            var person = stage.Cast.First(one => one.Visit.Session == entry.Visits[^1].Session);
            person.Forget();
            stage.Enters(person, entry.Nick.Value);
            var seen = person.Received.Where(stanza => stanza.Name == "presence" && stanza["type"] is null && !stanza.Codes().Contains("110"));
            var shown = stage.Roster.Where(other => other.Shown && other.Nick != entry.Nick).Select(other => entry.SeesJids ? other.PresenceFull : other.PresenceAnonymous);
            Assert.Equal(shown.Select(stanza => Xml.Of(stanza).ToString()).Order(StringComparer.Ordinal), seen.Select(stanza => stanza.ToString()).Order(StringComparer.Ordinal));
        }
    });

    [Fact]
    public void Variant_for_everybody_in_a_semi_anonymous_room_has_no_jid()
    {
        Check(stage =>
        {
            if (stage.Room.Configuration.Whois == Whois.Anyone || stage.Last.Events.Any(happening => happening is ConfigurationChanged or RoomDestroyed))
                return;
            foreach (var variant in stage.Last.Announcements.OfType<ToOccupants>().SelectMany(all => all.Variants))
                if (variant.To is Recipients.All)
                    Assert.DoesNotContain("@verona.lit", Xml.Text(variant.Stanza), StringComparison.Ordinal);
        });
    }

    private static void AssertNoJidOfOthers(Stage stage, Person person, string xml)
    {
        foreach (var other in stage.Cast)
            if (other.BareJid != person.BareJid)
                Assert.DoesNotContain(other.BareJid, xml, StringComparison.Ordinal);
    }

    private static void Check(Action<Stage> holds) => Prop.ForAll(Move.Scripts, script =>
    {
        var play = new Play();
        play.Begin();
        foreach (var move in script)
        {
            play.Perform(move);
            holds(play.Stage);
            play.Stage.ForgetAll();
        }
    }).Check(Scripts);
}
