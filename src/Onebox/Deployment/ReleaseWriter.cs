namespace Nightshift.Onebox.Deployment;

/// <summary>Makes release folders (<c>bin/</c> with executable, assemblies and scripts) and puts them into deployments.</summary>
internal sealed class ReleaseWriter(ProgramFiles program)
{
    /// <summary>In <c>bin/</c>: the digest of the program files that it was made from, and the release.</summary>
    private const string BuildFile = "BUILD";

    /// <summary>Makes the release unless it stands there from the same program files.</summary>
    public void EnsureRelease(OneboxRelease release)
    {
        var bin = Path.Combine(release.Path, "bin");
        if (ReadBuild(bin) == (program.Digest, release.Version)) return;

        var fresh = release.Path + ".new";
        DeleteFolder(fresh);
        WriteBin(Path.Combine(fresh, "bin"), "openmldb", release.Version);
        DeleteFolder(release.Path);
        Directory.Move(fresh, release.Path);
    }

    /// <summary>
    /// Puts a release into a deployment that has none; one made from older program files is made anew on the release that it was on.
    /// Only for a component that does not run.
    /// </summary>
    public void EnsureInstalled(OneboxComponent node)
    {
        var build = ReadBuild(node.Bin());
        if (build is { } current && current.Digest == program.Digest) return;
        var fresh = node.Bin() + ".new";
        DeleteFolder(fresh);
        WriteBin(fresh, Path.GetFileName(node.Executable()), build?.Version ?? Topology.FirstVersion);
        DeleteFolder(node.Bin());
        Directory.Move(fresh, node.Bin());
    }

    private void WriteBin(string bin, string executableName, string version)
    {
        Directory.CreateDirectory(bin);
        foreach (var file in program.Others) File.Copy(file, Path.Combine(bin, Path.GetFileName(file)), overwrite: true);

        var executable = Path.Combine(bin, executableName);
        File.Copy(program.Apphost, executable, overwrite: true);
        ReleaseTrailer.Append(executable, ReleaseTrailer.FullVersion(version));
        EmbeddedFile.MakeExecutable(executable);

        EmbeddedFile.WriteExecutable("start.sh", Path.Combine(bin, "start.sh"));
        EmbeddedFile.WriteExecutable("mon", Path.Combine(bin, "mon"));
        File.WriteAllText(Path.Combine(bin, BuildFile), $"{program.Digest} {version}\n");
    }

    private static (string Digest, string Version)? ReadBuild(string bin)
    {
        var file = Path.Combine(bin, BuildFile);
        if (!File.Exists(file)) return null;
        return File.ReadAllText(file).Trim().Split(' ') is [var digest, var version] ? (digest, version) : null;
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
