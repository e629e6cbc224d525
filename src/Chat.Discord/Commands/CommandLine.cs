using System.Text;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>A command of Discord's as the line that somebody would type for it: there is one grammar, one parser, one record of commands.</summary>
internal static class CommandLine
{
    private const string Harmless = ".:_,/@%+=[]-";

    /// <summary>The line; null when a value could not stand on it, or is of an option that the command has not (any more): without it the command might mean more.</summary>
    public static string? Write(CommandEntry entry, IReadOnlyList<DiscordOptionValue> values, out LineFault? fault)
    {
        fault = values.FirstOrDefault(value => !entry.Options.ContainsKey(value.Name)) is { } unknown ? new LineFault(Sentences.CommandChanged, unknown.Name) : null;
        if (fault is not null) return null;
        var line = new StringBuilder($"/{entry.Command.Words}");
        foreach (var parameter in entry.Command.Parameters)
        {
            if (ValueOf(entry, parameter, values) is not { } value || Word(parameter, value) is not { } word) continue;
            if (parameter.Form == ParameterForm.Positional && value.StartsWith("--", StringComparison.Ordinal))
            {
                fault = new LineFault(Sentences.NotAValue, parameter.Name);
                return null;
            }

            line.Append(' ').Append(word);
        }

        return line.ToString();
    }

    /// <summary>The line up to what is being typed, for completion; null where nothing can be proposed.</summary>
    /// <param name="typed">What is being typed, as it stands at the end of the line.</param>
    public static string? Begin(CommandEntry entry, IReadOnlyList<DiscordOptionValue> values, out string typed)
    {
        typed = "";
        if (values.FirstOrDefault(value => value.IsFocused) is not { } focused || !entry.Options.TryGetValue(focused.Name, out var asked)) return null;
        if (!IsHarmless(focused.Value) && focused.Value.Length > 0) return null;
        typed = focused.Value;
        if (asked.Form == ParameterForm.Positional && typed.StartsWith('-')) return null;

        var before = entry.Command.Parameters.TakeWhile(parameter => parameter != asked).Where(parameter => parameter.Form == ParameterForm.Positional);
        var named = entry.Command.Parameters.Where(parameter => parameter != asked && parameter.Form == ParameterForm.Named);
        var line = new StringBuilder($"/{entry.Command.Words}");
        foreach (var parameter in named.Concat(asked.Form == ParameterForm.Positional ? before : []))
            if (ValueOf(entry, parameter, values) is { } value && Word(parameter, value) is { } word) line.Append(' ').Append(word);
        if (asked.Form == ParameterForm.Named) line.Append($" --{asked.Name}");
        return line.Append(' ').Append(typed).ToString();
    }

    /// <summary>A word that means exactly this text, whatever is in it.</summary>
    public static string Quote(string text) =>
        IsHarmless(text) ? text : $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool IsHarmless(string text) => text.Length > 0 && text.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || (rune.IsAscii && Harmless.Contains((char)rune.Value, StringComparison.Ordinal)));

    private static string? ValueOf(CommandEntry entry, CommandParameter parameter, IReadOnlyList<DiscordOptionValue> values) =>
        values.FirstOrDefault(value => entry.Options.TryGetValue(value.Name, out var known) && known == parameter)?.Value;

    private static string? Word(CommandParameter parameter, string value) => parameter.Form switch
    {
        ParameterForm.Positional => Quote(value),
        ParameterForm.Named => $"--{parameter.Name}={Quote(value)}",
        ParameterForm.Flag => value == "true" ? $"--{parameter.Name}" : null,
        ParameterForm.Word => value == "true" ? parameter.Name : null,
        ParameterForm.Line => value,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Form, "not a form of parameter"),
    };
}

/// <summary>Why a command of Discord's is no line.</summary>
/// <param name="Sentence">One of <see cref="Sentences"/>.</param>
/// <param name="Option">Which the sentence names.</param>
internal sealed record LineFault(string Sentence, string Option);
