using Nightshift.Bot.Wiring;
using Nightshift.Chat.Web.Sessions;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Bot.CommandLine;

/// <summary>Who can open the page, and the links that the program prints for it.</summary>
internal static class WebLogins
{
    /// <summary>On the onebox one token speaks for all; elsewhere each person has a token, so that nobody approves their own request in another name.</summary>
    public static IReadOnlyList<WebLogin> Of(Startup startup)
    {
        // The page begins with the first: on the onebox the one who asks.
        PersonId[] people = [.. startup.Options.People.Keys.OrderBy(id => id != "operator").ThenBy(id => id, StringComparer.Ordinal).Select(id => new PersonId(id))];
        if (startup.OnOnebox) return [new WebLogin(startup.Options.Web.Token.Length > 0 ? startup.Options.Web.Token : WebLogin.NewToken(), people)];
        return [.. people.Select(person => new WebLogin(SecretReference.Resolve(startup.Options.People[person.Value].Login) ?? WebLogin.NewToken(), [person]))];
    }

    public static void Print(Startup startup, IReadOnlyList<WebLogin> logins, string url)
    {
        Console.WriteLine(startup.OnOnebox
            ? "Nightshift works on the onebox: clusters of real processes on this machine."
            : "Nightshift is ready. Give each person their own link; it opens the page in their name.");
        foreach (var login in logins)
        {
            // A configured token is known to its owner already, and has no business on a screen.
            if (!startup.OnOnebox && startup.Options.People[login.People[0].Value].Login.Length > 0)
            {
                Console.WriteLine($"  {login.People[0]}: {url} with the configured token");
                continue;
            }

            var who = startup.OnOnebox ? "open" : $"{string.Join(", ", login.People)}:";
            Console.WriteLine($"  {who} {url}/?token={login.Token}");
        }

        if (startup.OnOnebox) Console.WriteLine("Then type /status, /restart pegasus ha, or /upgrade tablet followed by a tablet and a release. Ctrl-C stops the bot; the onebox stays up ('onebox down' ends it).");
    }
}
