using System.CommandLine;
using System.CommandLine.Parsing;
using Nightshift.Bot.PlaybookTests;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>playbooks …</c>: for those who write them.</summary>
internal static class PlaybooksCommand
{
    public static Command Create(GlobalOptions globals) => new("playbooks", "For those who write playbooks: check, test, editor")
    {
        Check(globals),
        Test(globals),
        Editor(globals),
    };

    private static Command Check(GlobalOptions globals)
    {
        var files = new Argument<string[]>("file") { Description = "playbooks or libraries, also outside of the folder; none means all of the folder", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Compiles and checks playbooks and tells every fault, with what to write in its place") { files };
        command.SetAction((parsed, cancellationToken) => PlaybooksCheckAction.RunAsync(globals.Of(parsed), parsed.GetValue(files) ?? [], cancellationToken));
        return command;
    }

    private static Command Test(GlobalOptions globals)
    {
        var file = new Argument<string>("file") { Description = "the playbook, also outside of the folder" };
        var text = new Option<string?>("--command") { Description = "as typed in chat: \"/upgrade tablet all --version 0.9.3\"; a release in it is exchanged from run to run, and the box's processes may be called by their names: tablet1, replica2, meta3" };
        var faults = new Option<IReadOnlyList<FaultKind>>("--faults")
        {
            Description = $"joined by commas: {string.Join(", ", FaultKinds.All.Select(kind => kind.Word()))}",
            DefaultValueFactory = _ => FaultKinds.All,
            CustomParser = Faults,
        };
        var every = new Option<int>("--steps") { Description = "take every Nth step only", DefaultValueFactory = _ => 1 };
        every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--steps: at least 1");
        });
        var at = new Option<string>("--at") { Description = "take only steps whose path has this in it", DefaultValueFactory = _ => "" };
        var answer = new Option<string>("--on-failure") { Description = "retry (once, then abort) or abort", DefaultValueFactory = _ => "retry" };
        answer.AcceptOnlyFromAmong("retry", "abort");
        var format = new Option<OutputFormat>("--format") { Description = "text, or json: one object a line", DefaultValueFactory = _ => OutputFormat.Text };
        var command = new Command("test", "Runs a playbook on a cluster in a box of its own, with a fault at every step in turn") { file, text, faults, every, at, answer, format };
        command.SetAction((parsed, cancellationToken) => PlaybooksTestAction.RunAsync(
            globals.Of(parsed),
            new PlaybookTestRequest(
                parsed.GetRequiredValue(file),
                parsed.GetValue(text),
                parsed.GetRequiredValue(faults),
                parsed.GetValue(every),
                parsed.GetRequiredValue(at),
                parsed.GetRequiredValue(answer) == "abort" ? FaultAnswers.Abort : FaultAnswers.Retry,
                parsed.GetResult(globals.Directory) is { Implicit: false } ? parsed.GetRequiredValue(globals.Directory).FullName : null,
                parsed.GetResult(globals.PortOffset) is { Implicit: false } ? parsed.GetValue(globals.PortOffset) : null,
                parsed.GetRequiredValue(format)),
            cancellationToken));
        return command;
    }

    private static IReadOnlyList<FaultKind> Faults(ArgumentResult result)
    {
        var kinds = new List<FaultKind>();
        foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (FaultKinds.Find(word) is { } kind) kinds.Add(kind);
            else result.AddError($"--faults: there is no '{word}'; there are {string.Join(", ", FaultKinds.All.Select(known => known.Word()))}");
        }

        return [.. kinds.Distinct()];
    }

    private static Command Editor(GlobalOptions globals)
    {
        var command = new Command("editor", "Writes the files by which editors complete playbooks (OmniSharp); again after a change of options or of the program");
        command.SetAction((parsed, cancellationToken) => PlaybooksEditorAction.RunAsync(globals.Of(parsed), cancellationToken));
        return command;
    }
}
