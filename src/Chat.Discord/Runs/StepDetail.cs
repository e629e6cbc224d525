using System.Globalization;
using System.Text;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>What is told of a step in the run's thread, once for every time that it ended: done, failed, skipped, given up.</summary>
/// <param name="Key">The same only for the same end of the same step.</param>
/// <param name="Lines">Escaped.</param>
/// <param name="Log">Everything, where it is too long for lines.</param>
internal sealed record StepDetail(string Key, IReadOnlyList<string> Lines, DiscordFile? Log)
{
    private const int LongestText = 500;
    private const int MostNotes = 5;
    private const int LongestLog = 2_000_000;

    public static IEnumerable<StepDetail> Of(RunView run, IReadOnlySet<string> told, RunTexts texts)
    {
        foreach (var step in run.Steps.Where(step => step.State != StepState.Running && step.Attempts.Count > 0))
        {
            var key = KeyOf(step);
            if (!told.Contains(key)) yield return Of(step, key, texts);
        }
    }

    private static string KeyOf(StepView step) =>
        string.Create(CultureInfo.InvariantCulture, $"{ButtonId.KeyOf(step.Path)}.{step.Attempts.Count}.{(int)step.State}");

    private static StepDetail Of(StepView step, string key, RunTexts texts)
    {
        var last = step.Attempts[^1];
        var took = last.Ended is { } ended ? $" ({Quantities.Span(ended - last.Began)})" : "";
        string[] parts = [step.Report ?? step.Description, .. last.Error is { } error ? [error] : Array.Empty<string>(), .. step.Notes];
        var isLong = parts.Any(part => part.Length > LongestText) || step.Notes.Count > MostNotes;
        List<string> lines = [$"{RunRendering.Mark(step)} **{Escaping.Text(parts[0], LongestText)}**{took}", Escaping.Code(step.Path.Value, 200)];
        lines.AddRange(parts.Skip(1).TakeLast(MostNotes).Select(part => $"- {Escaping.Text(part, isLong ? LongestText / 4 : LongestText)}"));
        if (!isLong) return new StepDetail(key, lines, null);
        lines.Add(texts.SeeFile);
        return new StepDetail(key, lines, new DiscordFile($"{ButtonId.KeyOf(step.Path)}-{step.Attempts.Count}.log", Whole(step, parts)));
    }

    /// <summary>As it came, but for what would steer a terminal; the middle is left out of what has no end.</summary>
    private static byte[] Whole(StepView step, string[] parts)
    {
        var text = $"{step.Path}\n{string.Join('\n', parts.Select(ByLine))}\n";
        if (text.Length > LongestLog) text = $"{text.AsSpan(0, LongestLog / 2)}\n… {text.Length - LongestLog} characters left out …\n{text.AsSpan(text.Length - (LongestLog / 2))}";
        return Encoding.UTF8.GetBytes(text);
    }

    private static string ByLine(string text) => string.Join('\n', text.Split('\n').Select(line => Printable.Line(line.TrimEnd('\r'))));
}
