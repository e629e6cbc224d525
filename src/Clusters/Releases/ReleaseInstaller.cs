using System.Reflection;
using Nightshift.Hosts;

namespace Nightshift.Clusters;

/// <summary>
/// Puts releases into one deployment directory on one host. Staging copies the tree beside the deployment and verifies it there; swapping is two
/// renames of <c>bin</c>, with what the release does not bring (pid files of neighbours) carried over; the old <c>bin</c> is kept for the way back.
/// Every call looks at the directory first and carries on from wherever a crash left it.
/// </summary>
/// <param name="directory">The install root, absolute, with <c>bin/</c> in it.</param>
public sealed class ReleaseInstaller(IHost host, string directory)
{
    private const string Unused = "-";
    private static readonly string SwapScript = ReadScript("swap.sh");

    private string Root => $"{directory}/.nightshift";

    /// <summary>Ships the release to the host, if it is not there yet, and verifies every digest there. Changes nothing that runs.</summary>
    public async Task<StagedRelease> StageAsync(ReleaseTree tree, CancellationToken cancellationToken)
    {
        var staged = $"{Root}/releases/{SafeName(tree.Release.Name)}-{tree.Digest.Hex[..16]}";
        await CheckedAsync("stage", new HostCommand("mkdir", "-p", "--", $"{Root}/releases"), cancellationToken);
        var sent = await host.UploadDirectoryAsync(tree.BinDirectory, staged, cancellationToken);
        return new StagedRelease(tree.Release.Name, staged, tree.Digest.Hex, sent);
    }

    /// <summary>Puts the staged release beside <c>bin</c> and on disk, so that the next <see cref="SwapAsync"/> of it has little more to do than two renames. Changes nothing that runs.</summary>
    public Task PrepareAsync(StagedRelease staged, CancellationToken cancellationToken) => RunAsync("prepare", Unused, staged.Directory, staged.Release, cancellationToken);

    /// <summary>Makes the staged release the one in <c>bin</c> and keeps the old <c>bin</c> under <paramref name="id"/>. Safe to repeat with the same id.</summary>
    public Task SwapAsync(StagedRelease staged, string id, CancellationToken cancellationToken) => RunAsync("swap", id, staged.Directory, staged.Release, cancellationToken);

    /// <summary>As <see cref="SwapAsync"/>, for another try of one installation: what the earlier try swapped is put back first, so that the way back stays the same.</summary>
    public Task SwapAgainAsync(StagedRelease staged, string id, CancellationToken cancellationToken) => RunAsync("swap-again", id, staged.Directory, staged.Release, cancellationToken);

    /// <summary>Puts the <c>bin</c> of before the last swap back, unless that swap was committed or there was none. Safe to repeat.</summary>
    public Task RollBackAsync(CancellationToken cancellationToken) => RunAsync("rollback", Unused, Unused, Unused, cancellationToken);

    /// <summary>The new release serves: the last swap is not rolled back any more. The three newest old <c>bin</c>s stay for people.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => RunAsync("commit", Unused, Unused, Unused, cancellationToken);

    /// <summary>The name of the release that the last swap installed, or null when there was none here.</summary>
    public async Task<string?> InstalledAsync(CancellationToken cancellationToken)
    {
        var path = $"{Root}/installed";
        if (!await host.ExistsAsync(path, cancellationToken)) return null;
        var name = (await host.ReadFileAsync(path, 1_000, cancellationToken)).Text.Trim();
        return name.Length == 0 ? null : name;
    }

    private Task RunAsync(string verb, string id, string staged, string name, CancellationToken cancellationToken) => CheckedAsync(
        verb, new HostCommand("sh", "-c", SwapScript, "swap.sh", verb, directory, id, staged, name) { Timeout = TimeSpan.FromMinutes(5) }, cancellationToken);

    private async Task CheckedAsync(string verb, HostCommand command, CancellationToken cancellationToken)
    {
        var result = await host.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
            throw new InstallException($"{host.Name}: {verb} of {directory}/bin failed ({result.ExitCode}): {result.Stderr.Excerpt.Trim()}; look at {Root} and try again");
    }

    private static string SafeName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));

    private static string ReadScript(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Nightshift.Clusters.Releases.{name}")
            ?? throw new InvalidOperationException($"the program lacks its resource {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <param name="Directory">Where its files lie on the host.</param>
/// <param name="Digest">Of the whole tree, as <see cref="ReleaseTree.Digest"/>.</param>
/// <param name="Sent">False when it was there already.</param>
public sealed record StagedRelease(string Release, string Directory, string Digest, bool Sent);

/// <summary>A host could not swap a release; the message holds what it said.</summary>
public sealed class InstallException(string message) : Exception(message);
