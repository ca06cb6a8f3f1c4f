using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>Namespaces and names that the script language and the client need; spelled here a second time on purpose, so that a typing mistake in the product shows.</summary>
internal static class ScansionNames
{
    public const string ClientNs = "jabber:client";
    public const string StreamNs = "http://etherx.jabber.org/streams";
    public const string SaslNs = "urn:ietf:params:xml:ns:xmpp-sasl";
    public const string TlsNs = "urn:ietf:params:xml:ns:xmpp-tls";
    public const string BindNs = "urn:ietf:params:xml:ns:xmpp-bind";
    public const string SessionNs = "urn:ietf:params:xml:ns:xmpp-session";
    public const string RegisterNs = "jabber:iq:register";
    public const string StanzasNs = "urn:ietf:params:xml:ns:xmpp-stanzas";
    public const string MucUserNs = "http://jabber.org/protocol/muc#user";
    public const string MucOwnerNs = "http://jabber.org/protocol/muc#owner";
    public const string ScansionNs = "https://code.matthewwild.co.uk/scansion";

    public static readonly XNamespace Client = ClientNs;
    public static readonly XNamespace Stream = StreamNs;
    public static readonly XNamespace Sasl = SaslNs;
    public static readonly XNamespace Tls = TlsNs;
    public static readonly XNamespace Bind = BindNs;
    public static readonly XNamespace Session = SessionNs;
    public static readonly XNamespace Stanzas = StanzasNs;
    public static readonly XNamespace MucUser = MucUserNs;
    public static readonly XName Strict = XName.Get("strict", ScansionNs);
}
