using System.Globalization;
using System.Text;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>The fixed sentences of private answers, in English; the Chinese ones are in <c>zh-CN.json</c>.</summary>
internal static class Sentences
{
    public const string Stranger =
        "I do not know you: your Discord id is {0}. Ask somebody with the right 'link' for /link <person> {0}, or for \"Discord\": \"{0}\" under Nightshift:People:<person>.";

    public const string OtherGuild = "I take commands only in the guild that I am configured for.";
    public const string OtherChannel = "I take commands only in: {0}.";
    public const string Bot = "Bots neither give commands here nor consent to anything.";
    public const string NotMember = "You are no longer a member of this guild.";
    public const string NotAsked = "Discord cannot tell me now who you are, so nothing was done. Try again in a moment.";
    public const string Repeated = "This very command was taken already.";
    public const string Expired = "This command is too old. Give it again.";
    public const string NoSuchCommand = "There is no such command any more; the list of commands will be new in a moment.";
    public const string NotAValue = "'{0}' cannot begin with dashes.";
    public const string NoSuchRun = "This button belongs to no run that I know.";
    public const string NoSuchButton = "This button means nothing any more.";
    public const string CommandChanged =
        "This command has changed: it has no '{0}' any more, so nothing was done. Give it again; if Discord still offers '{0}', wait a minute or load Discord anew.";

    public const string OlderAttempt =
        "This is about attempt {0} of the step. It was tried again since, and a newer message asks about that, so nothing was decided. Answer there.";

    public const string ReactionNotCounted = "{0} {1}: this does not count. Press the button under the plan: it answers you alone, with the reason.";
    public const string ReactionStands = "{0} {1}: the mark is off, the approval stands. Give /withdraw {2}: it answers you alone, with the reason.";

    public const string ReactionTriedAgain =
        "{0} {1}: this could not be looked at now and is tried again by itself. Whoever cannot wait gives the command on the page or the command line.";

    public const string Failed = "This could not be done because of a fault of mine; it is in the log.";
    public const string RunShown = "Run {0} is in this channel now.";
    public const string ToldPrivately = "Not done; the reason was told to the one who asked.";
    public const string InFile = "The whole answer is in the file.";
    public const string Done = "Done.";

    public static string Format(this Translations texts, string locale, string english, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(texts.In(locale, english)), values);
}
