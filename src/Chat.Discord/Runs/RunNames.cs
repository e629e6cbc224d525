using System.Globalization;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>The names of a run's messages in the outbox.</summary>
internal static class RunNames
{
    private const string Prefix = "run/";

    public static string Topic(RunId run) => Prefix + run;

    /// <exception cref="FormatException">It is none of a run's.</exception>
    public static RunId RunOf(string topic) =>
        topic.StartsWith(Prefix, StringComparison.Ordinal) ? RunId.Parse(topic[Prefix.Length..], CultureInfo.InvariantCulture) : throw new FormatException($"'{topic}' is no run's");

    public static string Plan(RunId run, string hash) => $"{Plans(run)}{hash}";

    public static string Plans(RunId run) => $"{Prefix}{run}/plan/";

    public static string Progress(RunId run, int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{run}/progress/{number}");

    /// <summary>Another one for each time that a step fails.</summary>
    public static string Ask(RunId run, StepView step) => string.Create(CultureInfo.InvariantCulture, $"{AsksOf(run, step)}{step.Attempts.Count}");

    public static string AsksOf(RunId run, StepView step) => $"{Asks(run)}{ButtonId.KeyOf(step.Path)}/";

    public static string Asks(RunId run) => $"{Prefix}{run}/ask/";

    public static string Thread(RunId run) => $"{Prefix}{run}/thread";

    public static string Detail(RunId run, int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{run}/detail/{number}");

    public static string Report(RunId run) => $"{Prefix}{run}/report";
}
