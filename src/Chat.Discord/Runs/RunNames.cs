using System.Globalization;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>The names of a run's messages in the outbox.</summary>
internal static class RunNames
{
    private const string Prefix = "run/";

    public static string Topic(RunId run) => Prefix + run;

    /// <summary>Of what happened step by step: there may be thousands of such messages, and all but the last are never looked at again.</summary>
    public static string DetailsTopic(RunId run) => $"{Prefix}{run}/details";

    /// <exception cref="FormatException">It is none of a run's.</exception>
    public static RunId RunOf(string topic) =>
        topic.StartsWith(Prefix, StringComparison.Ordinal) ? RunId.Parse(topic.Split('/')[1], CultureInfo.InvariantCulture) : throw new FormatException($"'{topic}' is no run's");

    /// <param name="number">From 1: the cluster may change to and fro, and each time people are asked anew.</param>
    public static string Plan(RunId run, string hash, int number) => number == 1 ? $"{Plans(run)}{hash}" : string.Create(CultureInfo.InvariantCulture, $"{Plans(run)}{hash}/{number}");

    /// <summary>Whether it is one of the messages for this plan, or this change.</summary>
    public static bool IsPlan(string name, RunId run, string hash) =>
        name.StartsWith($"{Plans(run)}{hash}", StringComparison.Ordinal) && (name.Length == Plans(run).Length + hash.Length || name[Plans(run).Length + hash.Length] == '/');

    public static string Plans(RunId run) => $"{Prefix}{run}/plan/";

    public static string Progress(RunId run, int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{run}/progress/{number}");

    /// <summary>Another one for each time that a step fails.</summary>
    public static string Ask(RunId run, StepView step) => string.Create(CultureInfo.InvariantCulture, $"{AsksOf(run, step)}{step.Attempts.Count}");

    public static string AsksOf(RunId run, StepView step) => $"{Asks(run)}{ButtonId.KeyOf(step.Path)}/";

    public static string Asks(RunId run) => $"{Prefix}{run}/ask/";

    public static string Thread(RunId run) => $"{Prefix}{run}/thread";

    public static string Detail(RunId run, int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{run}/detail/{number}");

    public static string Told(RunId run, int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{run}/told/{number}");

    public static string Report(RunId run) => $"{Prefix}{run}/report";
}
