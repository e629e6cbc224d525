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
    private static readonly string SwapScript = ReadScript("swap.sh");

    private string Root => $"{directory}/.nightshift";

    /// <summary>Ships the release to the host, if it is not there yet, and verifies every digest there. Changes nothing that runs.</summary>
    public async Task<StagedRelease> StageAsync(ReleaseTree tree, CancellationToken cancellationToken)
    {
        var staged = $"{Root}/releases/{SafeName(tree.Release.Name)}-{tree.Digest.Hex[..16]}";
        var sent = await host.UploadDirectoryAsync(tree.BinDirectory, staged, cancellationToken);
        return new StagedRelease(tree.Release.Name, staged, tree.Digest.Hex, sent);
    }

    /// <summary>Makes the staged release the one in <c>bin</c> and keeps the old <c>bin</c> under <paramref name="id"/>. Safe to repeat with the same id.</summary>
    public async Task SwapAsync(StagedRelease staged, string id, CancellationToken cancellationToken) =>
        await RunAsync("swap", id, staged.Directory, cancellationToken);

    /// <summary>Puts the <c>bin</c> that <paramref name="id"/> kept back. Safe to repeat; does nothing when the swap never happened.</summary>
    public async Task RollBackAsync(string id, CancellationToken cancellationToken) => await RunAsync("rollback", id, "-", cancellationToken);

    private async Task RunAsync(string verb, string id, string staged, CancellationToken cancellationToken)
    {
        var command = new HostCommand("sh", "-c", SwapScript, "swap.sh", verb, directory, $"{Root}/kept/{id}", staged) { Timeout = TimeSpan.FromMinutes(5) };
        var result = await host.RunAsync(command, cancellationToken);
        if (result.ExitCode != 0)
            throw new InstallException($"{host.Name}: {verb} of {directory}/bin failed ({result.ExitCode}): {result.Stderr.Excerpt.Trim()}");
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
