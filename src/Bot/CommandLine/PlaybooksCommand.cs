using System.CommandLine;

namespace Nightshift.Bot.CommandLine;

/// <summary><c>playbooks …</c>: for those who write them.</summary>
internal static class PlaybooksCommand
{
    public static Command Create(GlobalOptions globals) => new("playbooks", "For those who write playbooks: check, editor")
    {
        Check(globals),
        Editor(globals),
    };

    private static Command Check(GlobalOptions globals)
    {
        var files = new Argument<string[]>("file") { Description = "playbooks or libraries, also outside of the folder; none means all of the folder", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Compiles and checks playbooks and tells every fault, with what to write in its place") { files };
        command.SetAction((parsed, cancellationToken) => PlaybooksCheckAction.RunAsync(globals.Of(parsed), parsed.GetValue(files) ?? [], cancellationToken));
        return command;
    }

    private static Command Editor(GlobalOptions globals)
    {
        var command = new Command("editor", "Writes the files by which editors complete playbooks (OmniSharp); again after a change of options or of the program");
        command.SetAction((parsed, cancellationToken) => PlaybooksEditorAction.RunAsync(globals.Of(parsed), cancellationToken));
        return command;
    }
}
