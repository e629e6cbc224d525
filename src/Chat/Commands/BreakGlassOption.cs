using System.Text;
using Nightshift.Chat.Rendering;

namespace Nightshift.Chat.Commands;

/// <summary>The option <c>--break-glass "reason"</c> of every playbook's command: runs it without anybody's approval, and says so loudly.</summary>
internal static class BreakGlassOption
{
    public const string Name = "--break-glass";
    public const string Help = "run without approvals; needs the right break-glass and a reason";
    private const int ShortestReason = 10;
    private const int FewestLetters = 4;

    public static bool IsIn(IReadOnlyList<string> arguments) => arguments.Any(IsOption);

    /// <summary>Takes the option out of the arguments.</summary>
    /// <exception cref="CommandRefusedException">It is there without a reason that says something, or twice.</exception>
    public static (string? Reason, IReadOnlyList<string> Others) Take(IReadOnlyList<string> arguments)
    {
        if (arguments.Count(IsOption) > 1) throw new CommandRefusedException($"{Name} is given twice");
        var (reason, rest) = Split(arguments);
        if (reason is not null && !SaysSomething(reason))
            throw new CommandRefusedException($"{Name} needs a reason of at least {ShortestReason} characters, in quotes");
        return (reason, rest);
    }

    /// <summary>The arguments without it, also while it is being typed.</summary>
    public static (string? Reason, IReadOnlyList<string> Others) Split(IReadOnlyList<string> arguments)
    {
        string? reason = null;
        var rest = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!IsOption(arguments[i])) rest.Add(arguments[i]);
            else if (arguments[i] == Name) reason = ++i < arguments.Count ? arguments[i] : "";
            else reason = arguments[i][(Name.Length + 1)..];
        }

        return (reason?.Trim(), rest);
    }

    /// <summary>Counted as seen: a Chinese character is as wide as two, and what is invisible says nothing.</summary>
    private static bool SaysSomething(string reason) =>
        TextWidth.Of(reason) >= ShortestReason && TextWidth.Of(string.Concat(reason.EnumerateRunes().Where(Rune.IsLetterOrDigit))) >= FewestLetters;

    private static bool IsOption(string argument) => argument == Name || argument.StartsWith(Name + "=", StringComparison.Ordinal);
}
