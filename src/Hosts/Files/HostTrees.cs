using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Files;

/// <summary>Whole directory trees.</summary>
internal sealed class HostTrees(ScriptRunner runner, HostsOptions options)
{
    private const int MaxListing = 64 * 1024 * 1024;

    internal async Task<bool> UploadAsync(string localDirectory, string remoteDirectory, CancellationToken cancellationToken)
    {
        var target = CommandRules.Path(remoteDirectory).TrimEnd('/');
        ArgumentException.ThrowIfNullOrEmpty(target, nameof(remoteDirectory));
        var expected = await TreeListing.OfLocalAsync(localDirectory, cancellationToken);
        if (await IsThereAsync(target, expected, cancellationToken))
            return false;

        var part = FileCodes.PartOf(target);
        await SendAsync(localDirectory, target, part, expected, cancellationToken);
        var moved = await AskAsync("movetree", target, [part], cancellationToken);
        if (Code(moved, target, 0, FileCodes.Conflict) == 0)
            return true;
        // Another upload was faster; it may well have brought the same.
        return await IsThereAsync(target, expected, cancellationToken)
            ? false
            : throw new HostFileException(runner.Address, HostFileFault.Conflict, target, "was there and went away while it was shipped");
    }

    private async Task<bool> IsThereAsync(string target, TreeListing expected, CancellationToken cancellationToken)
    {
        var answer = await AskAsync("lookattree", target, [], cancellationToken);
        if (Code(answer, target, 0, FileCodes.NotFound) == FileCodes.NotFound)
            return false;
        return expected.DifferenceTo(Listing(answer, target)) is { } difference
            ? throw new HostFileException(runner.Address, HostFileFault.Conflict, target, $"is there with other content: {difference}")
            : true;
    }

    private async Task SendAsync(
        string localDirectory, string target, string part, TreeListing expected, CancellationToken cancellationToken)
    {
        var script = Ask("puttree", target, [part]) with
        {
            Stdin = (stream, token) => LocalTree.WriteTarAsync(localDirectory, stream, token),
        };
        var answer = await runner.RunAsync(script, cancellationToken);
        Code(answer, target, 0);
        if (expected.DifferenceTo(Listing(answer, target)) is not { } difference)
            return;
        Code(await AskAsync("dropfile", part, [], cancellationToken), part, 0);
        throw new HostFileException(
            runner.Address, HostFileFault.DigestMismatch, target, $"what arrived is not what was sent: {difference}");
    }

    private Script Ask(string question, string target, IReadOnlyList<string> arguments) =>
        options.Enquiry($"{question} {target}", ["files", "listtree", question], [target, .. arguments]) with
        {
            Timeout = options.TransferTimeout,
            MaxOutput = MaxListing,
        };

    private Task<ScriptAnswer> AskAsync(
        string question, string target, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        runner.RunAsync(Ask(question, target, arguments), cancellationToken);

    private TreeListing Listing(ScriptAnswer answer, string target) => TreeListing.Parse(answer.WholeText(runner.Address))
        ?? throw new HostProtocolException(runner.Address, $"{target}: the listing cannot be read");

    private int Code(ScriptAnswer answer, string path, params ReadOnlySpan<int> good)
    {
        var code = answer.ExitCode(runner.Address);
        return good.Contains(code) ? code : throw FileCodes.Fault(runner.Address, code, path, answer);
    }
}
