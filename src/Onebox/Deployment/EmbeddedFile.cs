namespace Nightshift.Onebox.Deployment;

/// <summary>The scripts of a deployment, kept as resources named <c>Deployment/&lt;file&gt;</c>.</summary>
internal static class EmbeddedFile
{
    public static void WriteExecutable(string name, string path)
    {
        using (var source = typeof(EmbeddedFile).Assembly.GetManifestResourceStream($"Deployment/{name}")
            ?? throw new InvalidOperationException($"resource Deployment/{name} is missing"))
        using (var target = File.Create(path))
            source.CopyTo(target);
        MakeExecutable(path);
    }

    public static void MakeExecutable(string path)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("a box needs Linux");
        File.SetUnixFileMode(path,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }
}
