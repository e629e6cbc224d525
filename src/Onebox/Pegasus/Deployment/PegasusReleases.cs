using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>Makes release folders (<c>bin/</c> with <c>pegasus_server</c> and its assemblies) and puts them into deployments.</summary>
internal sealed class PegasusReleases(ProgramFiles program)
{
    public const string Executable = "pegasus_server";

    /// <summary>In <c>bin/</c>: the digest of the program files that it was made from, and the release.</summary>
    private const string BuildFile = "BUILD";

    /// <summary>Makes the release unless it stands there from the same program files.</summary>
    public void EnsureRelease(OneboxRelease release)
    {
        if (ReadBuild(Path.Combine(release.Path, "bin")) == (program.Digest, release.Version)) return;
        var fresh = release.Path + ".new";
        DeleteFolder(fresh);
        WriteBin(Path.Combine(fresh, "bin"), Executable, release.Version);
        DeleteFolder(release.Path);
        Directory.Move(fresh, release.Path);
    }

    /// <summary>Installs the first release where none is; one made from older program files is made anew as what it was. Only while it does not run.</summary>
    public void EnsureInstalled(OneboxComponent node)
    {
        var build = ReadBuild(node.Bin());
        if (build is { } current && current.Digest == program.Digest) return;
        var fresh = node.Bin() + ".new";
        DeleteFolder(fresh);
        WriteBin(fresh, node.Component == OneboxComponent.ZooKeeper ? "zookeeper" : Executable, build?.Version ?? PegasusTopology.FirstVersion);
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
