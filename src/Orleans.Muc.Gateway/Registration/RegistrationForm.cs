using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Registration;

/// <summary>What registration asks for, as plain fields and as a form (XEP-0077 §3.1, §4).</summary>
internal static class RegistrationForm
{
    public const string UserName = "username";
    public const string Password = "password";

    private const string Instructions = "Choose a username and a password.";

    public static Element Blank()
    {
        var form = new DataForm("form", Ns.Register)
        {
            Title = "New account",
            Instructions = Instructions,
        };
        form.Fields.Add(new FormField(UserName, "text-single") { Label = "Username", Required = true });
        form.Fields.Add(new FormField(Password, "text-private") { Label = "Password", Required = true });
        return new Element("query", Ns.Register)
            .Add("instructions", Instructions)
            .Add(UserName, null)
            .Add(Password, null)
            .Add(form.ToElement());
    }

    /// <summary>§3.1: who is registered is told so; the password is not told to anybody.</summary>
    public static Element Registered(Jid account) => new Element("query", Ns.Register)
        .Add("registered", null)
        .Add("instructions", "To change the password, send your username with the new one.")
        .Add(UserName, account.Localpart)
        .Add(Password, null);
}
