using System.CommandLine;

namespace Nightshift.Bot.CommandLine;

/// <summary>The command line: serve (the default), exec, plan, resume, validate, playbooks, audit, runs, onebox.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create()
    {
        var globals = GlobalOptions.Create();
        var root = new RootCommand("Nightshift does maintenance on OpenMLDB and Pegasus clusters: asked for in chat, approved by people, told step by step.");
        globals.AddTo(root);
        root.SetAction((parsed, cancellationToken) => ServeAction.RunAsync(globals.Of(parsed), cancellationToken));
        root.Subcommands.Add(Exec(globals));
        root.Subcommands.Add(Plan(globals));
        root.Subcommands.Add(Resume(globals));
        root.Subcommands.Add(Validate(globals));
        root.Subcommands.Add(PlaybooksCommand.Create(globals));
        root.Subcommands.Add(RecordCommands.Audit(globals));
        root.Subcommands.Add(RecordCommands.Runs(globals));
        root.Subcommands.Add(OneboxCommands());
        return root;
    }

    private static Command Exec(GlobalOptions globals)
    {
        var text = CommandArgument("as typed in chat: \"/upgrade tablet all --version 0.9.3\"");
        var person = new Option<string>("--as") { Description = "the id of the person who asks", DefaultValueFactory = _ => "operator" };
        var approver = new Option<string?>("--approve-as") { Description = "the id of the person who approves the plan at once" };
        var format = FormatOption();
        var command = new Command("exec", "Runs one command, here and now, and waits for its end") { text, person, approver, format };
        command.SetAction((parsed, cancellationToken) => ExecAction.RunAsync(
            globals.Of(parsed),
            new ExecRequest(parsed.GetRequiredValue(text), parsed.GetRequiredValue(person), parsed.GetValue(approver), parsed.GetRequiredValue(format)),
            cancellationToken));
        return command;
    }

    private static Command Plan(GlobalOptions globals)
    {
        var text = CommandArgument("as typed in chat");
        var person = new Option<string>("--as") { Description = "the id of the person who asks", DefaultValueFactory = _ => "operator" };
        var format = FormatOption();
        var command = new Command("plan", "Shows what a command would do to the cluster as it is now; changes nothing") { text, person, format };
        command.SetAction((parsed, cancellationToken) => PlanAction.RunAsync(
            globals.Of(parsed),
            new ExecRequest(parsed.GetRequiredValue(text), parsed.GetRequiredValue(person), null, parsed.GetRequiredValue(format)),
            cancellationToken));
        return command;
    }

    private static Command Resume(GlobalOptions globals)
    {
        var format = FormatOption();
        var command = new Command("resume", "Carries on with the runs that a killed program left, and waits for their end") { format };
        command.SetAction((parsed, cancellationToken) => ResumeAction.RunAsync(globals.Of(parsed), parsed.GetRequiredValue(format), cancellationToken));
        return command;
    }

    private static Command Validate(GlobalOptions globals)
    {
        var command = new Command("validate", "Checks configuration, people and playbooks, and tells every fault");
        command.SetAction((parsed, cancellationToken) => ValidateAction.RunAsync(globals.Of(parsed), cancellationToken));
        return command;
    }

    /// <summary>The onebox reads its own arguments, so that the program of the box and this one understand the same.</summary>
    private static Command OneboxCommands()
    {
        var rest = new Argument<string[]>("arguments") { Description = "up, down, status or fault, [openmldb|pegasus], and their options", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("onebox", "Clusters in a box: real processes that speak the real protocols") { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    /// <summary>A mistyped option is not a command: nothing is started for it.</summary>
    private static Argument<string> CommandArgument(string description)
    {
        var text = new Argument<string>("command") { Description = description };
        text.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] } option]) result.AddError($"there is no option {option.Value}");
        });
        return text;
    }

    private static Option<OutputFormat> FormatOption() =>
        new("--format") { Description = "text, or json: one object a line", DefaultValueFactory = _ => OutputFormat.Text };
}

internal enum OutputFormat
{
    Text,
    Json,
}

/// <param name="ApproveAs">Who approves at once; null waits for people.</param>
internal sealed record ExecRequest(string Text, string As, string? ApproveAs, OutputFormat Format);
